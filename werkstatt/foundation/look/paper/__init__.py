"""Documents: Typst templates in, PDF/A-3a and PDF/UA-1 in one file out; the same facts give the same bytes.

```python
from werkstatt.foundation.look import paper
pdf = paper.render("services/billing/paper/invoice-1.typ", facts, dated=date(2022, 3, 1), attachments=[paper.Attachment("factur-x.xml", xml)])
```
What people wrote is fitted to our fonts on the way (`glyphs`): PDF/A refuses signs that have no shape.
The template starts with `#import "/foundation/look/paper/letter.typ": letter, data, money, day`.
"""

from werkstatt.foundation.look.paper.press import RENDERER, Attachment, PaperJam, render

__all__ = ["RENDERER", "Attachment", "PaperJam", "render"]
