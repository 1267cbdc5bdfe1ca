"""What a poll says: pure arithmetic over ballots, the same for the hall and for home. No Django."""

from werkstatt.rooms.stage.tallies.choosing import Choice, Chosen, choosing, percentages
from werkstatt.rooms.stage.tallies.estimating import Bin, Estimate, estimating
from werkstatt.rooms.stage.tallies.ranking import Ranked, Ranking, ranking
from werkstatt.rooms.stage.tallies.rating import Rating, rating
from werkstatt.rooms.stage.tallies.wordcloud import Word, cloud, key_of, sizes

__all__ = [
    "Bin",
    "Choice",
    "Chosen",
    "Estimate",
    "Ranked",
    "Ranking",
    "Rating",
    "Word",
    "choosing",
    "cloud",
    "estimating",
    "key_of",
    "percentages",
    "ranking",
    "rating",
    "sizes",
]
