/**
 * The look of every document we print as PDF, in the language of Typst. What a document says comes as data by
 * `sys.inputs.model` and is only ever put in as text.
 */
export const DOCUMENT_LOOK = String.raw`
#let model = json(bytes(sys.inputs.model))
#let told(name) = model.at(name, default: none)

#set document(title: model.title, date: auto)
#set text(font: "Libertinus Serif", size: 11pt, lang: model.language, hyphenate: auto)
#set par(leading: 0.65em, spacing: 1.1em)
#set page(
	paper: "a4",
	flipped: model.isLying,
	margin: (x: 2.4cm, top: 2.2cm, bottom: 2.2cm),
	footer: context {
		set text(size: 9pt)
		grid(
			columns: (1fr, auto),
			if told("footer") != none { text(model.footer) },
			counter(page).display("1 / 1", both: true)
		)
	}
)
#show heading: set block(above: 1.4em, below: 0.7em, sticky: true)
#show heading.where(level: 1): set text(size: 17pt)
#show heading.where(level: 2): set text(size: 13pt)
#show heading.where(level: 3): set text(size: 11.5pt)
#show table.cell.where(y: 0): set text(weight: "bold")
#show figure: set block(breakable: true)
#show figure.caption: set align(left)
#show figure.caption: set block(sticky: true)
#set figure.caption(position: top)

// A number of a record is one word.
#show regex("[A-Z]{2,8}-[A-Z]{2,8}-\\d{4}-\\d{3,}"): it => box(it)

// Line ends are kept as typed.
#let lines(words) = words.split("\n").map(line => text(line)).join(linebreak())
#let spoken(words, language) = if language == none { lines(words) } else { text(lang: language, lines(words)) }
#let stretch(run) = if run.isStrong { strong(lines(run.text)) } else { lines(run.text) }
#let stretched(runs) = runs.map(run => {
	let language = run.at("language", default: none)
	if language == none { stretch(run) } else { text(lang: language, stretch(run)) }
}).join()
#let said-of(words, runs, language) = if runs == none { spoken(words, language) } else if language == none { stretched(runs) } else {
	text(lang: language, stretched(runs))
}
// Too high a row breaks after all: one that is higher than a page would be cut.
#let row-of(cells, is-broken) = cells.map(words => table.cell(breakable: if is-broken { auto } else { false }, lines(words)))
#let image-of(picture) = image("/" + picture.file, alt: picture.alt, width: picture.shown * 1pt)

#if model.letterhead.lines.len() > 0 or model.letterhead.logo != none {
	let named = model.letterhead.lines.map(line => text(weight: "bold", line)).join(linebreak())
	if model.letterhead.logo == none { par(named) } else {
		grid(columns: (auto, 1fr), column-gutter: 1em, align: horizon, image-of(model.letterhead.logo), named)
	}
	line(length: 100%, stroke: 0.6pt)
}
#if told("notice") != none {
	block(width: 100%, stroke: 1pt, inset: 8pt, par(strong(text(model.notice))))
}
#heading(level: 1, text(model.title))
#if told("subtitle") != none { par(lines(model.subtitle)) }

#for item in model.blocks {
	if item.type == "heading" {
		heading(level: item.level + 1, spoken(item.text, item.at("language", default: none)))
	} else if item.type == "paragraph" {
		let tone = item.at("tone", default: "plain")
		let said = said-of(item.text, item.at("runs", default: none), item.at("language", default: none))
		let named = item.at("label", default: none)
		block(sticky: item.at("isKept", default: false), par({
			if named != none { strong(text(named)); text(" ") }
			if tone == "strong" { strong(said) } else if tone == "quiet" { text(size: 9.5pt, fill: luma(80), said) } else { said }
		}))
	} else if item.type == "list" {
		let language = item.at("language", default: none)
		let runs = item.at("runs", default: none)
		let items = item.items.enumerate().map(((index, words)) => said-of(words, if runs == none { none } else { runs.at(index) }, language))
		if item.at("ordered", default: false) { enum(..items) } else { list(..items) }
	} else if item.type == "table" {
		figure(
			kind: "pitso-table",
			supplement: none,
			numbering: none,
			caption: if item.caption == "" { none } else { text(item.caption) },
			{
			set text(size: if item.at("isSmall", default: false) { 8.5pt } else { 11pt })
			table(
				columns: item.columns.map(column => column.at("share", default: 1) * 1fr),
				align: (x, y) => if item.columns.at(x).at("numeric", default: false) { right } else { left },
				stroke: 0.5pt + luma(120),
				table.header(..item.columns.map(column => text(column.title))),
				..item.rows.enumerate().map(((index, cells)) => row-of(cells, item.broken.contains(index))).flatten()
			)
			}
		)
	} else if item.type == "picture" {
		// A picture is a block of its own: inside a paragraph it would not be drawn.
		image-of(item)
	} else if item.type == "pageBreak" {
		pagebreak(weak: true)
	}
}
`
