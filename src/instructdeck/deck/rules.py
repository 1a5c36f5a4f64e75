"""Every rule with its text: the one list behind the reports, the tests and the manual."""

from __future__ import annotations

from .diagnostics import Rule, Severity

WARNING = Severity.WARNING

# --- files ---------------------------------------------------------------------------------------

MISSING_FILE = Rule(
    "missing-file",
    "A file that the deck needs is not there, or is not a regular file: `content/deck.yml`, a section's "
    "`section.yml` or `slides.md`, the data of a chart, or a file that stands there by nearly its name, such as "
    "`quotes.yaml`.\n"
    "Write the file, or take the section out of `content/deck.yml`.",
)
MISSING_SYNTHESIS = Rule(
    "missing-synthesis",
    "A section has no `synthesis.md`: the one page for those who were not in the room.\nWrite it.",
    WARNING,
)
UNLISTED_SECTION = Rule(
    "unlisted-section",
    "A folder in `content/` looks like a section but is not in the `sections` of `content/deck.yml`, "
    "so it is not shown.\n"
    "List it, or move it away.",
    WARNING,
)
UNREADABLE_FILE = Rule(
    "unreadable-file",
    "A file is not UTF-8, holds control characters, or is larger than a file of text can sensibly be.\n"
    "Save it as UTF-8; move large material elsewhere.",
)
OUTSIDE_PATH = Rule(
    "outside-path",
    "A path leads out of the section's folder (`../`, an absolute path, a link to elsewhere) or is not a plain path.\n"
    "Content is not trusted to read other files: copy the file into the section's folder.",
)
MERGE_CONFLICT = Rule(
    "merge-conflict",
    "A file still has the marks of a merge conflict (`<<<<<<<`, `=======`, `>>>>>>>`).\n"
    "Choose one side, or join both, and delete the three marks.",
)

MORE_PROBLEMS = Rule(
    "more-problems",
    "A file has more than 1,000 problems, most often one mistake that repeats itself; only the first are shown, "
    "errors before warnings.\nMend those, and check again.",
    WARNING,
)

# --- YAML ----------------------------------------------------------------------------------------

YAML_SYNTAX = Rule(
    "yaml-syntax",
    "A YAML file, or the front matter of a single-file deck, cannot be parsed.\n"
    "Most often a text holds a colon, a `#` or a leading `@` and needs quotation marks.",
)
YAML_FEATURE = Rule(
    "yaml-feature",
    "A part of YAML is used that section files do without: tags (`!!int`), anchors and aliases (`&a`, `*a`), "
    "several documents, keys that are not plain text, or nesting deeper than any deck needs.\n"
    "Write the value out.",
)
YAML_COMMENT = Rule(
    "yaml-comment",
    "A `#` behind a space ends a text that has no quotation marks: `title: C# and F #1` is `C# and F`, and the rest "
    "is a comment.\n"
    "Put the text in quotation marks; a comment that is meant has a space behind its `#`.",
    WARNING,
)
DUPLICATE_KEY = Rule(
    "duplicate-key",
    "A key stands twice in the same mapping; YAML would silently keep only one of the two.\nDelete one of them.",
)
UNKNOWN_KEY = Rule(
    "unknown-key",
    "A key that no one reads, most often a typing error.\nThe hint names the known key nearest to it, or lists them.",
)
MISSING_KEY = Rule("missing-key", "A key without which the file cannot be used is not there.\nAdd it.")
WRONG_VALUE = Rule(
    "wrong-value",
    "A value is not of the kind its key takes: a list where a text belongs, a word where a number belongs, "
    "or a name that is not one of the known ones.",
)

# --- Markdown ------------------------------------------------------------------------------------

ATTRIBUTE_SYNTAX = Rule(
    "attribute-syntax",
    'Attributes in braces cannot be read, such as `{width=50%}` without quotation marks.\nWrite `{width="50%"}`; '
    "a brace that is meant as a brace is written `\\{`.",
)
UNKNOWN_ATTRIBUTE = Rule(
    "unknown-attribute",
    "An attribute, or the class of a span, that means nothing where it stands.\n"
    "Slides take `#id`, `layout=` and classes; figures and columns `width=`; listings `lines=`.",
)
UNKNOWN_LAYOUT = Rule(
    "unknown-layout",
    "A slide asks for a layout that does not exist.\nThe layouts are the files in `templates/deck/layouts`, "
    "the shipped ones and the project's own.",
)
UNKNOWN_CONTAINER = Rule(
    "unknown-container",
    "A `:::` container has a name that means nothing.\nKnown are `notes`, `incremental`, `fragment`, `columns`, "
    "`column`, `callout` and `aside`.",
)
CONTAINER_NESTING = Rule(
    "container-nesting",
    "A `:::` container is not closed, is closed without being open, or stands where it cannot: a `column` outside "
    "of `columns`, something else directly inside `columns`, or `notes` outside of a slide; or it does nothing: "
    "`columns` without a `column`, `incremental` without a list.\n"
    "Each container ends with a line of `:::`.",
)
RAW_HTML = Rule(
    "raw-html",
    "HTML in the Markdown of a deck whose owner has not allowed it, or HTML that even there is no pair of tags for a "
    "part of a line, or is too long; it is shown as the text it is.\n"
    "Write Markdown, write `\\<` for the sign itself, or set `html: true` in `content/deck.yml`.",
)
TOO_DEEP = Rule(
    "too-deep",
    "Lists or quotes are nested deeper than can be shown; what lies deeper is not read.\nFlatten them.",
)
HEADING_LEVEL = Rule(
    "heading-level",
    "A heading of a level that cannot stand there.\nSlides begin with `## `, headings on a slide with `### `; "
    "a synthesis begins its headings with `## `, because its title comes from `section.yml`.",
)
HEADING_SKIP = Rule(
    "heading-skip",
    "A heading is more than one level below the one before it, so that a screen reader announces a gap.\n"
    "Use the next level.",
)
TEXT_BEFORE_SLIDE = Rule(
    "text-before-slide",
    "`slides.md` has content before its first slide.\nBegin the slide with `## Title {#id}`.",
)
EMPTY_TITLE = Rule("empty-title", "A slide has no title; every slide has one, if only for those who do not see it.")
STRAY_RULE = Rule(
    "stray-rule",
    "A line of `---` on a slide. Other tools begin a new slide with it; here `## Title` does.\nDelete the line.",
)
UNSAFE_LINK = Rule(
    "unsafe-link",
    "A link whose address could run code or read files, such as `javascript:` or `file:`.\n"
    "Links go to slides, to pages of the site, and to `https:`, `http:` and `mailto:` addresses.",
)
STRAY_MARK = Rule(
    "stray-mark",
    "Signs that mean something in another tool, or that miss a blank or have one too many, and would be shown as "
    "they are.\nThe hint says what to write; a sign that is meant is written with a backslash before it.",
)
LATEX_COMMAND = Rule(
    "latex-command",
    "A command of LaTeX's text, such as `\\textbf{}` or `\\item`, which would be shown as it is.\n"
    "Write Markdown; only formulas between `$` are LaTeX.",
)
CITATION_SYNTAX = Rule(
    "citation-syntax",
    "Brackets that begin with `@` but are no citation, or a citation within a link.\n"
    "Write `[@quote-id]`, `[@a; @b]` or `[@source, p. 3]`.",
)
UNKNOWN_FOOTNOTE = Rule(
    "unknown-footnote",
    "A footnote mark without its text on the same slide or page, or a text that no mark points to. "
    "Texts inside a YAML file, such as quotes, have no footnotes.\n"
    "Write `[^label]` in the text and `[^label]: the note` below it.",
)
BAD_DIAGRAM = Rule(
    "bad-diagram",
    "A diagram in Mermaid's language cannot be drawn, or is more than a slide can hold.\n"
    "The place is the one in the diagram, on the slide or in the `.mmd` file; what stands there, or just before it, "
    "is not what Mermaid expects.",
)
DIAGRAM_EXTRAS = Rule(
    "diagram-extras",
    "A diagram asks for what it cannot have: colors and styles of its own (`style`, `classDef`, `%%{init}%%`), which "
    "would not follow light, dark and print; links and pictures (`click`, `img:`), which would lead out of the deck. "
    "It is drawn without them.\n"
    'Delete the line. To point to a part, light it: `{lit="name"}`.',
)
UNKNOWN_PART = Rule(
    "unknown-part",
    "`lit` or `steps` of a diagram names a part that is not in it.\n"
    "Parts are named by the ids of nodes and subgraphs, not by the words in them; an arrow is `a-->b`.",
)
SMALL_DIAGRAM = Rule(
    "small-diagram",
    "A diagram has so much in it that its words, with the whole slide for it, would be less than 20 px high: "
    "the last row cannot read them.\n"
    "Say it with fewer nodes and shorter words, let it run the other way (`flowchart TB`, `direction TB` in a "
    "subgraph), or divide it.",
    WARNING,
)
LONE_DIAGRAM = Rule(
    "lone-diagram",
    "A diagram stands within a line of text, in a table or in a heading. It is not shown.\n"
    "Put it on a line of its own, with an empty line before and behind it.",
)
CODE_LINES = Rule(
    "code-lines",
    "The `lines` of a listing cannot be read, or name a line it does not have.\n"
    'Write steps between bars, such as `lines="1|3-4"`.',
)
UNKNOWN_LANGUAGE = Rule(
    "unknown-language",
    "The language of a listing is not one that Pygments knows, so it is shown without colors.",
    WARNING,
)
PLAIN_LISTING = Rule(
    "plain-listing",
    "A listing is shown without colors, because it is longer than any slide or keeps the program busy for seconds.\n"
    "Show the lines that matter; without a language behind its backticks it is meant to be plain.",
    WARNING,
)
UNCLOSED_LISTING = Rule(
    "unclosed-listing",
    "A listing has no end, or only the end of the next one, so that what follows, other slides too, is taken for "
    "code.\n"
    "End it with as many backticks as it begins with, on a line of their own; one that shows such a line begins with "
    "more of them.",
)
TABLE_WIDTH = Rule(
    "table-width",
    "A row of a table has more cells than its head, so that Markdown would silently drop them, "
    "or a table has no line of dashes under its head.\n"
    "Write `\\|` for a bar within a cell.",
)

# --- figures -------------------------------------------------------------------------------------

MISSING_ALT = Rule(
    "missing-alt",
    "A figure has no alt text, so those who do not see it get nothing.\nSay in the brackets what the picture shows.",
)
MISSING_FIGURE = Rule(
    "missing-figure",
    "The file of a figure is not in the section's folder, or is not a picture that browsers show.\n"
    "Known are SVG, PNG, JPEG, GIF, WebP and AVIF, of 64 MiB at most (an SVG 10) and 512 MiB together.",
)
UNSAFE_FIGURE = Rule(
    "unsafe-figure",
    "An SVG that holds what could act or load when somebody opens it: a script, an event attribute (`onload=`), "
    "an address outside of the drawing that is loaded, a frame, a definition of its own, elements repeated without "
    "end; or one that is not well-formed. It is not shown and not published.\n"
    "Export the drawing as plain SVG, or take the part out; the place is the one in the SVG.",
)
THEMED_FIGURE = Rule(
    "themed-figure",
    "An SVG takes the colors of the theme (`currentColor`, `var(--color-…)`), for which it has to become a part of "
    "the page, but holds what cannot stand there: `<style>`, `<foreignObject>`, an animation, a link. "
    "It is shown as a picture of its own, black where it asks for a color of the theme.\n"
    'Write colors at the elements themselves (`fill="currentColor"`), and words as `<text>`.',
    WARNING,
)
REMOTE_FIGURE = Rule(
    "remote-figure",
    "A figure on another host. A deck works offline: save the picture in the section's `figures/` folder.",
)

# --- the deck as a whole -------------------------------------------------------------------------

DUPLICATE_ID = Rule(
    "duplicate-id",
    "Two slides, two quotes, two sources, two sections or two headings of one page have the same id, "
    "so that a link to it is ambiguous.\n"
    "Rename one; the report names both places.",
)
MISSING_ID = Rule(
    "missing-id",
    "A slide of a deck with several sections has no id of its own. One is derived from the title, so that links "
    "to the slide break when the title changes.\nWrite `{#id}` behind the title.",
    WARNING,
)
EMPTY_SECTION = Rule(
    "empty-section", "A section without a slide.\nWrite one, or take the section out of `content/deck.yml`."
)
EMPTY_SLIDE = Rule(
    "empty-slide",
    "A slide with nothing but a title (title, section and closing slides may be so).\nFill it or delete it.",
)
MISSING_NOTES = Rule("missing-notes", "A slide without speaker notes.\nAdd `::: notes` … `:::`.", WARNING)
OVER_TIME = Rule(
    "over-time",
    "The notes of a section take longer to say, at 130 words a minute, than the section's `minutes`.\n"
    "Shorten the notes, or agree on more time.",
    WARNING,
)
LOW_CONTRAST = Rule(
    "low-contrast",
    "Words are too pale for what stands behind them: a color of `theme` in `deck.yml` on the ground, or words of a "
    "finished slide or page, also over a picture or a gradient, under what is drawn over them, or by a mask, filter, "
    "clip or blending. WCAG 2.2 asks for 4.5 : 1.\n"
    "Take another color, put the words beside the picture, or leave out what covers or changes them.",
)
UNKNOWN_EXPLORABLE = Rule(
    "unknown-explorable",
    "An explorable is named that is not in `templates/explorables/`, or none is named.\n"
    "`docs/explorables.md` lists those there are, and says how to write one.",
)
BAD_EXPLORABLE = Rule(
    "bad-explorable",
    "An explorable is given a parameter that it does not have, or a value that it cannot take; or its script fails.\n"
    "`docs/explorables.md` has the parameters of each.",
)
UNKNOWN_TERM = Rule(
    "unknown-term",
    "Under the formula of a slide with `layout=equation`, a part is named that the formula does not have, or not as a "
    "whole.\nWrite the part as it stands in the formula, with its index and its brackets; blanks do not count.",
)
BAD_MATH = Rule("bad-math", "KaTeX cannot set a formula. The place is the one inside the formula where it stopped.")
BAD_DATA = Rule(
    "bad-data",
    "The data behind a chart cannot be shown: a cell that is no number, a row with too many cells, a column that is "
    "not there. The place is the cell's own.\n"
    "A CSV file has the names of its columns on the first line, commas between cells and points in numbers.",
)
BAD_CHART = Rule(
    "bad-chart",
    "A chart cannot be drawn as it is written: it highlights what it does not show, has too many series, or is too "
    "complex.\n"
    "The manual has an example of each type.",
)
BAD_VEGA_LITE = Rule(
    "bad-vega-lite",
    "Vega-Lite refuses a specification, or passes over a part of it, which would be missing in the drawing; "
    "or the specification loads something or leads somewhere, which no chart does.",
)
UNKNOWN_CITATION = Rule(
    "unknown-citation",
    "A citation of a quote or source that does not exist. "
    "What may stand in a list that cannot be read is not reported as well.\n"
    "Quotes stand in the sections' `quotes.yml`, sources in `content/sources.yml`.",
)
UNKNOWN_SOURCE = Rule("unknown-source", "A quote or the deck names a source that is not in `content/sources.yml`.")
BROKEN_LINK = Rule(
    "broken-link",
    "A link inside the site that leads nowhere or has no address, or a link within a link.\n"
    "Link to a slide with `#slide-id`, to a section's page with `section-id.html`.",
)
MISSING_ORIGINAL = Rule(
    "missing-original",
    "A paraphrase without the words it stands for, so that nobody can judge it.\n"
    "Add `original:` with the source's own words.",
)
ELISION = Rule(
    "elision",
    "An `elided` quote without `[...]`, or a `verbatim` quote with it, or with dots that have no brackets.\n"
    "Mark each omission with `[...]` and call the quote `elided`; dots that the source itself has are written `\\...`.",
)
MARKED_QUOTE = Rule(
    "marked-quote",
    "The words of a quote hold what is no word of a source: a picture, struck words, a citation, a number of our own, "
    "HTML that does more than set words. Only the letters of a quote are looked up, so all else could say anything.\n"
    "Quote words alone; emphasis, `.highlight`, raised and lowered signs, code and formulas may be set as in the "
    "source. What you have to say stands beside the quote, or in its `note`.",
)
FALSE_QUOTE = Rule(
    "false-quote",
    "The words of a quote do not stand in its source: one is changed, added, left out or moved, a number or a "
    "sign is another, or two passages are joined without a mark.\n"
    "What layout does to a page is undone before, and never a word. "
    "Copy the words that the message shows, mark what is left out with `[...]`, or call the quote a paraphrase "
    "and give the source's words as `original`.",
)
WRONG_PAGE = Rule(
    "wrong-page",
    "A quote stands in its source, but on another page than it says; or a place such as `Table 14` is not there.\n"
    "Pages are those of the file, from 1, or the numbers that its pages are labelled with.",
)
FALSE_TABLE = Rule(
    "false-table",
    "A table has a cell that the source does not print on that page in that row and that column.\n"
    "Write the names of rows and columns as they are printed, and the cells in their order.",
)
MISSING_PAPER = Rule(
    "missing-paper",
    "The file of a source is not at hand, so that its quotes cannot be looked up.\n"
    "Put it into `papers/` under the id of the source, name it with `--source`, or download it with `--fetch`.",
)
UNREADABLE_PAPER = Rule(
    "unreadable-paper",
    "The file of a source cannot be read: it is broken, locked, too large, or scanned without text.\n"
    "The message says what can be done.",
)
SOURCE_CHANGED = Rule(
    "source-changed",
    "The file of a source is not the one that was quoted: its SHA-256 differs from `sha256` in `content/sources.yml`.\n"
    "Find the right file; or, for a new edition, change `sha256` and run `instructdeck verify` again.",
)
STALE_QUOTE = Rule(
    "stale-quote",
    "A quote was changed after it was looked up in its source.\nRun `instructdeck verify` again.",
)
UNVERIFIED_QUOTE = Rule(
    "unverified-quote",
    "A quote was never found in its source, although the source's file is known by its `sha256` or other quotes of it "
    "were found.\nRun `instructdeck verify`, and commit `evidence.lock`.",
    WARNING,
)
IDLE_CITATION = Rule(
    "idle-citation",
    "A citation behind words that share no word and no number with what is cited, and stand on a slide that hardly "
    "does.\nMost often another quote is meant.",
    WARNING,
)
FALSE_QUOTATION_MARKS = Rule(
    "false-quotation-marks",
    "Words in quotation marks that the quote cited behind them does not have: a paraphrase, or a slip.\n"
    "Quote its words, mark what is left out with `[...]`, or take the marks away.",
    WARNING,
)
MISSING_QUOTATION_MARKS = Rule(
    "missing-quotation-marks",
    "Eight or more words of a cited quote in a row, without quotation marks: they pass for the speaker's own.\n"
    "Put them in quotation marks, make them a block quote, or say it in your own words.",
    WARNING,
)
UNBACKED_NUMBER = Rule(
    "unbacked-number",
    "A number, with its unit and its ±, that no evidence has which is cited there: on the same slide, under the same "
    "heading of a synthesis, or as the `quote` of a correction. Or a name or reference, such as `GPT-4` or `Table 15`, "
    "that stands nowhere in the deck's evidence. A deck without sources is not held against anything.\n"
    "Cite the quote, table or equation that has the number; a source alone, with or without a page, shows no words. "
    'What we have reckoned ourselves is written `[134.6]{calc="175 / 1.3"}`, '
    "what we have counted ourselves `[three]{.ours}`.",
)
CONFLICTING_NUMBER = Rule(
    "conflicting-number",
    "The same quantity is said in two ways: `85` here and `85 ± 3` there, two numbers in sentences that say the same, "
    "two cells with the same row and column.\n"
    "Both may be backed; the room will ask which one holds.",
    WARNING,
)
WRONG_CALCULATION = Rule(
    "wrong-calculation",
    "Our own arithmetic comes to something else than is shown, or cannot be read.\n"
    "The result is rounded to the digits that are shown; `about` and `over` count.",
)
BRIEF_MISSING = Rule(
    "brief-missing",
    "A slide that the brief suggests is not in the section.\nAdd it, or agree to change the brief.",
    WARNING,
)
BRIEF_RENAMED = Rule(
    "brief-renamed",
    "A slide has another title than the brief suggests.\nUse the suggested title, or change the brief.",
    WARNING,
)
BRIEF_ORDER = Rule(
    "brief-order",
    "The slides that the brief suggests stand in another order.\nReorder them, or change the brief.",
    WARNING,
)

# --- what the room sees: `check --rendered` ------------------------------------------------------

OVERFLOW = Rule(
    "overflow",
    "Something stands out of its slide, over what stands at its foot, over its neighbor, or is cut off, as a browser "
    "paints it: on stage in any step, on a phone, in print; words that the frame of their own drawing cuts off, too.\n"
    "Take lines out, part the slide in two, choose a layout with more room, or give the drawing a larger `viewBox`.",
)
TOO_SMALL = Rule(
    "too-small",
    "Words are smaller than can be read from the last row: 18 px of a slide's 720, and 28 for running text; on a phone "
    "12 px, on a page 11; an exponent in a drawing may be smaller. Or a figure has so little room that nobody sees "
    "what is on it.\n"
    "Show less, or draw the figure with larger words.",
)
CROWDED = Rule(
    "crowded",
    "A slide says more than a room takes in while somebody speaks: more words, lines or blocks than its layout is "
    "made for.\n"
    "Move words into the notes, or part the slide in two.",
    WARNING,
)
FIGURE_BLURRY = Rule(
    "figure-blurry",
    "A picture made of pixels has fewer of them, by more than a twentieth, than a screen of 1920 x 1080 gives it.\n"
    "Take a larger file, show it smaller with `{width=…}`, or draw it as SVG.",
    WARNING,
)
ONE_PAGE = Rule(
    "one-page",
    "A synthesis takes more than one A4 page in print, or fills less than half of it.\n"
    "It is read by those who were not in the room: one page is what they were promised.",
)
AXE = Rule(
    "axe",
    "axe-core finds something that keeps people from using a slide or a page: a rule of WCAG 2.2, level A or AA.\n"
    "The message says which; most often a link or a picture has no words.",
)
CONSOLE = Rule(
    "console",
    "The browser reports an error on a page: a script that fails, a file that is not there, or something that the "
    "Content-Security-Policy does not let in.\n"
    "It is the fault of a template, of a script or of HTML in the content.",
)
REQUEST = Rule(
    "request",
    "A page asks another host for something: it would fail in a room without a network, and tell that host who looks.\n"
    "Put the file into the section's `figures/`.",
)
FOCUS_ORDER = Rule(
    "focus-order",
    "The key Tab goes from one part to the next in another order than one reads them.\n"
    "Put them into the order in which they are to be reached; give none a `tabindex` above 0.",
)
DEAD_LINK = Rule(
    "dead-link",
    "A link on a finished page leads to a page, a slide or a place on a page that is not there.\n"
    "`broken-link` finds those that authors write; this one is in a template, or in HTML.",
)
UNMEASURED = Rule(
    "unmeasured",
    "A slide, a page or a file of SVG could not be looked at, or a slide not after its 200th step. Or words of a "
    "drawing are part of a `<pattern>`, `<marker>`, `<mask>` or `<clipPath>`, or it shows thousands of parts by "
    "`<use>` or behind its words. So nobody knows whether it is fine.\n"
    "Draw such words by themselves. Else run the check again; if it stays, look at that page in a browser.",
)
LIKELY_OVERFLOW = Rule(
    "likely-overflow",
    "By an estimate, without a browser, a slide has more content than room.\n"
    "`instructdeck check --rendered` knows for sure; to be safe, take lines out.",
    WARNING,
)
LIKELY_TWO_PAGES = Rule(
    "likely-two-pages",
    "By an estimate, without a browser, a synthesis takes more than one A4 page in print.\n"
    "`instructdeck check --rendered` knows for sure; to be safe, shorten it.",
    WARNING,
)
STALE_BASELINE = Rule(
    "stale-baseline",
    "The baseline allows for problems that are mended.\n"
    "Run `instructdeck check --rendered --baseline` to take them out, so that they cannot come back.",
    WARNING,
)

RULES: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
"""All rules, in the order of the manual."""
RENDERED: tuple[Rule, ...] = (
    OVERFLOW,
    TOO_SMALL,
    LOW_CONTRAST,
    CROWDED,
    FIGURE_BLURRY,
    ONE_PAGE,
    AXE,
    CONSOLE,
    REQUEST,
    FOCUS_ORDER,
    DEAD_LINK,
    UNMEASURED,
)
"""Those that only a browser can judge."""
ESTIMATES: tuple[Rule, ...] = (LIKELY_OVERFLOW, LIKELY_TWO_PAGES)
"""Those that say without a browser what one would most likely find."""
