/** An invented draft law as LibreOffice opens it (flat OpenDocument), with lists that count by themselves, a running head and page numbers. */

export type DraftItem = string | { text: string; items: readonly DraftItem[] }
export type DraftSection = { part?: string; items: readonly DraftItem[] }

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const levels = [
	{ format: '1', before: '', after: '.' },
	{ format: 'a', before: '(', after: ')' },
	{ format: 'i', before: '(', after: ')' }
]

function listOf(items: readonly DraftItem[], continues: boolean): string {
	const inner = items.map((item) =>
		typeof item === 'string'
			? `<text:list-item><text:p text:style-name="Body">${escaped(item)}</text:p></text:list-item>`
			: `<text:list-item><text:p text:style-name="Body">${escaped(item.text)}</text:p>${listOf(item.items, false)}</text:list-item>`
	)
	return `<text:list text:style-name="Clauses"${continues ? ' text:continue-numbering="true"' : ''}>${inner.join('')}</text:list>`
}

/** The document as XML. Each line of `front` is a paragraph before the first Part; sections are numbered through all Parts. */
export function draftLaw({
	head,
	front,
	parts,
	spacing = '0.25cm'
}: {
	head: string
	front: readonly string[]
	parts: readonly DraftSection[]
	/** Below each paragraph. */
	spacing?: string
}): string {
	const body = parts.map(
		({ part, items }, index) =>
			`${part === undefined ? '' : `<text:h text:style-name="Part" text:outline-level="1">${escaped(part)}</text:h>`}${listOf(items, index > 0)}`
	)
	return `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles>
<style:style style:name="Body" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="${spacing}" fo:text-align="justify"/><style:text-properties fo:font-size="11pt" fo:language="en" fo:country="GB" fo:hyphenate="true"/></style:style>
<style:style style:name="Part" style:family="paragraph" style:default-outline-level="1"><style:paragraph-properties fo:margin-top="0.6cm" fo:margin-bottom="0.4cm" fo:text-align="center"/><style:text-properties fo:font-size="14pt" fo:font-weight="bold"/></style:style>
<text:list-style style:name="Clauses">${levels
		.map(
			({ format, before, after }, index) =>
				`<text:list-level-style-number text:level="${String(index + 1)}" style:num-format="${format}" style:num-prefix="${before}" style:num-suffix="${after}"><style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-0.8cm" fo:margin-left="${String(index + 1)}cm"/></style:list-level-properties></text:list-level-style-number>`
		)
		.join('')}</text:list-style>
</office:styles>
<office:automatic-styles><style:page-layout style:name="A5"><style:page-layout-properties fo:page-width="14.8cm" fo:page-height="21cm" fo:margin="1.5cm"/><style:header-style/><style:footer-style/></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A5"><style:header><text:p>${escaped(head)}</text:p></style:header><style:footer><text:p><text:page-number text:select-page="current">1</text:page-number></text:p></style:footer></style:master-page></office:master-styles>
<office:body><office:text>${front.map((line) => `<text:p text:style-name="Body">${escaped(line)}</text:p>`).join('')}${body.join('')}</office:text></office:body></office:document>`
}
