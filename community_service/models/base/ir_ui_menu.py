from odoo import api, models

ROOTS = "community_service.community_menu_root"
SHOP = "base.menu_management"
MORE = "community_service.community_menu_more"

# With so many entries they stand side by side, without their sections.
FLAT = 9


class IrUiMenu(models.Model):
    """Menus by role: what one needs every day, and the rest under *More*.

    No menu record is changed: the tree is parted on its way to the client, so the menu editor, the
    rights and other addons' menus stay as they are. It hides nothing but Odoo's shop of apps.
    """

    _inherit = "ir.ui.menu"

    @api.model
    def _community_everyday(self):
        """Return ``{external id of a group: external ids of menus}``: what stands beside *More*.

        A folder stands for all that it holds. Who has several of the groups sees what all of them
        name, without those that another one of them implies.
        """
        return {}

    @api.model
    def _community_roots(self):
        """Return the external ids of our apps."""
        return [ROOTS]

    def _load_menus_blacklist(self):
        hidden = super()._load_menus_blacklist()
        user = self.env.user
        shop = self.env.ref(SHOP, raise_if_not_found=False)
        if shop and not user.has_group("base.group_system") and user._community_roles():
            hidden = [*hidden, shop.id]
        return hidden

    def load_web_menus(self, debug):
        """Return the menus of the client; for who works here parted into everyday and *More*.

        Whoever only keeps what all communities share, or the installation, has Odoo's own.
        """
        menus = super().load_web_menus(debug)
        roles = self.env.user._community_roles()
        if self._community_everyday().keys() & set(roles):
            self._community_part(menus, roles)
        return menus

    def _community_part(self, menus, roles):
        """Part the apps of ``menus``, as :meth:`load_web_menus` returns them, for these roles."""
        everyday = self._community_everyday()
        wanted = {name for role in roles for name in everyday.get(role, ())}
        ids = {menu["xmlid"]: key for key, menu in menus.items() if menu["xmlid"]}
        wanted = {ids[name] for name in wanted if name in ids}
        ours = [ids[name] for name in self._community_roots() if name in ids]
        ours.sort(key=menus["root"]["children"].index)
        if not ours:
            return
        home = self.env.user._community_home()
        by_action = {menu["actionID"]: menu["appID"] for menu in menus.values() if menu["appID"]}
        main = by_action.get(home)
        main = main if main in ours else ours[0]
        rest = {}
        for root in ours:
            kept, rest[root] = self._community_split(menus, root, wanted)
            entries = self._community_entries(menus, kept)
            menus[root]["children"] = entries if len(entries) <= FLAT else kept
            if root == main:
                self._community_open(menus, root, home, entries)
            elif entries:
                self._community_open(menus, root, False, entries)
        # An app of ours without anything for every day goes where the rest is; so do those of
        # Odoo that every employee has, but not from those who look after the installation.
        away = [root for root in ours if root != main and not menus[root]["children"]]
        for root in away:
            menus[root]["children"] = rest.pop(root)
        if not self.env.user.has_group("base.group_system"):
            away += self._community_common_roots(menus, ours)
        children = [child for child in menus["root"]["children"] if child not in away]
        if home:
            # The client opens with the first app where nobody chose another one.
            children.sort(key=lambda child: child != main)
        menus["root"]["children"] = children
        for root, children in rest.items():
            children = [*children, *(away if root == main else ())]
            if children:
                self._community_more(menus, root, children)

    def _community_split(self, menus, parent, wanted):
        """Return the children of a menu for every day, and the rest of them.

        A folder that has some of both stands in both; the second one under a number of its own.
        """
        kept, rest = [], []
        for child in menus[parent]["children"]:
            menu = menus[child]
            if child in wanted:
                kept.append(child)
                continue
            if not menu["children"]:
                rest.append(child)
                continue
            inner, outer = self._community_split(menus, child, wanted)
            if inner and outer:
                menus[-child] = {**menu, "id": -child, "xmlid": "", "children": outer}
            if inner:
                menu["children"] = inner
                # A folder of one is no folder.
                kept.append(inner[0] if len(inner) == 1 else child)
            if outer:
                rest.append(-child if inner else child)
        return kept, rest

    def _community_entries(self, menus, children):
        """Return the entries below these menus, in their order."""
        found = []
        for child in children:
            inner = menus[child]["children"]
            found += self._community_entries(menus, inner) if inner else [child]
        return found

    def _community_open(self, menus, root, home, entries):
        """Let an app open with the home of its user, or else with its first entry."""
        first = [child for child in entries if menus[child]["actionID"] == home] or entries
        for child in first[:1]:
            for key in ("actionID", "actionModel", "actionPath"):
                menus[root][key] = menus[child][key]

    def _community_common_roots(self, menus, ours):
        """Return the apps of Odoo that any employee has; whoever has a right of an app keeps it."""
        common = self.env.ref("base.group_user")
        groups = common | common.all_implied_ids
        roots = self.browse(child for child in menus["root"]["children"] if child not in ours)
        # sudo: which groups a menu asks for is not told to its users.
        return [root.id for root in roots if not (g := root.sudo().group_ids) or g & groups]

    def _community_more(self, menus, root, children):
        """Put *More* at the end of an app, and what it holds into that app."""
        more = -root
        menus[more] = {
            **menus[root],
            "id": more,
            "name": self.env._("More"),
            "children": children,
            "xmlid": MORE,
            **dict.fromkeys(("actionID", "actionModel", "actionPath", "webIcon"), False),
            **dict.fromkeys(("webIconData", "webIconDataMimetype"), False),
        }
        menus[root]["children"] = [*menus[root]["children"], more]
        waiting = [more]
        while waiting:
            menu = menus[waiting.pop()]
            menu["appID"] = root
            waiting += menu["children"]
