"""Charts that say what they say: one sentence, direct labels, and the figures as a table; geometry in plain Python.

Build one in a query or view, put it on the page with `{{ chart }}`. See the README of `look`.
"""

from werkstatt.foundation.look.charts.bars import Bar, Part, bars
from werkstatt.foundation.look.charts.chart import Chart, Figures
from werkstatt.foundation.look.charts.dotmap import Dot, dot_map
from werkstatt.foundation.look.charts.lines import Series, by_minute, over_time
from werkstatt.foundation.look.charts.meters import Meter, meters

__all__ = [
    "Bar",
    "Chart",
    "Dot",
    "Figures",
    "Meter",
    "Part",
    "Series",
    "bars",
    "by_minute",
    "dot_map",
    "meters",
    "over_time",
]
