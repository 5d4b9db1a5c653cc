import { strToU8, zipSync } from 'fflate'

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

type Parts = {
	/** The inside of each sheet's `sheetData`, by sheet name. */
	sheets: Readonly<Record<string, string>>
	sharedStrings?: string
	styles?: string
	is1904?: boolean
	/** Further parts, or other content for one of those above, by name; empty content leaves the part out. */
	parts?: Readonly<Record<string, string>>
}

/** An XLSX workbook for tests, written by hand so that any oddity can stand in it. */
export function aWorkbook({ sheets, sharedStrings, styles, is1904 = false, parts = {} }: Parts): Uint8Array {
	const names = Object.keys(sheets)
	const files: Record<string, string> = {
		'[Content_Types].xml': `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		'_rels/.rels': relations([{ id: 'rId1', type: 'officeDocument', target: 'xl/workbook.xml' }]),
		'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><workbookPr${is1904 ? ' date1904="1"' : ''}/><sheets>${names
			.map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="sheet${at}"/>`)
			.join('')}</sheets></workbook>`,
		'xl/_rels/workbook.xml.rels': relations([
			...names.map((_, at) => ({ id: `sheet${at}`, type: 'worksheet', target: `worksheets/sheet${at}.xml` })),
			{ id: 'strings', type: 'sharedStrings', target: '/xl/sharedStrings.xml' },
			{ id: 'styles', type: 'styles', target: 'styles.xml' }
		])
	}
	for (const [at, data] of Object.values(sheets).entries()) {
		files[`xl/worksheets/sheet${at}.xml`] =
			`${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${data}</sheetData></worksheet>`
	}
	if (sharedStrings !== undefined) files['xl/sharedStrings.xml'] = `${HEAD}<sst xmlns="${MAIN}">${sharedStrings}</sst>`
	if (styles !== undefined) files['xl/styles.xml'] = `${HEAD}<styleSheet xmlns="${MAIN}">${styles}</styleSheet>`
	return aZip({ ...files, ...parts })
}

/** A ZIP of texts; those that are empty are left out. */
export function aZip(files: Readonly<Record<string, string>>): Uint8Array {
	const filled = Object.entries(files).filter(([, content]) => content !== '')
	return zipSync(Object.fromEntries(filled.map(([name, content]) => [name, strToU8(content)])))
}

/** A row of cells with inline text. */
export const textRow = (row: number, ...texts: string[]) =>
	`<row r="${row}">${texts.map((text) => `<c t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`).join('')}</row>`

function relations(list: readonly { id: string; type: string; target: string }[]): string {
	const items = list.map(
		({ id, type, target }) => `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`
	)
	return `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items.join('')}</Relationships>`
}
