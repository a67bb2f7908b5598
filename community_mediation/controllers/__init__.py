from ..controllers import petition_rating
