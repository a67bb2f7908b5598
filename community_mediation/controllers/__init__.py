from . import petition_rating
