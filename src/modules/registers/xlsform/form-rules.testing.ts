import type { Tables } from '#platform/exchange/table.ts'

/**
 * The rules of XLSForm as its documentation and the tools that read it state them, asked of a workbook: nothing of how ours
 * are written is used. Gives what breaks one.
 */
export function brokenRules({ sheets }: Tables): string[] {
	const broken: string[] = []
	const sheet = (name: string) => {
		const table = sheets.get(name)
		if (!table) broken.push(`no sheet ${name}`)
		return (table?.rows ?? []).map(({ row, cells }) => ({
			row,
			cell: (column: string) => {
				const at = table?.columns.indexOf(column) ?? -1
				return at < 0 ? '' : (cells[at]?.text ?? '')
			}
		}))
	}
	const [survey, choices, settings] = [sheet('survey'), sheet('choices'), sheet('settings')]
	const columns = (name: string) => sheets.get(name)?.columns ?? []
	for (const [name, needed] of [
		['survey', ['type', 'name']],
		['choices', ['list_name', 'name']],
		['settings', ['form_title', 'form_id', 'version', 'default_language']]
	] as const)
		for (const column of needed) if (!columns(name).includes(column)) broken.push(`${name} has no column ${column}`)

	// Settings.
	if (settings.length !== 1) broken.push('settings has not one row')
	const [set] = settings
	if (/\s/.test(set?.cell('form_id') ?? ' ')) broken.push('form_id has blanks or is empty')
	if (!/^\d{10,}$/.test(set?.cell('version') ?? '')) broken.push('version does not grow as yyyymmddrr')

	// Languages are spelled alike on both sheets, and the default is one of them.
	const languages = (name: string) =>
		columns(name).flatMap((column) => (column.startsWith('label::') ? [column.slice(7)] : []))
	if (languages('survey').join('|') !== languages('choices').join('|')) broken.push('languages differ between sheets')
	const main = set?.cell('default_language') ?? ''
	if (!languages('survey').includes(main)) broken.push(`no labels in the default language ${main}`)
	for (const name of ['survey', 'choices'])
		for (const column of columns(name)) {
			const [, language] = column.split('::')
			if (language !== undefined && !languages('survey').includes(language)) broken.push(`stray language ${column}`)
			if (language !== undefined && !/^[^:()]+ \([a-z]{2,3}\)$/.test(language)) broken.push(`language ${language}`)
		}

	// Choices.
	const lists = new Map<string, Set<string>>()
	for (const { row, cell } of choices) {
		const list = lists.get(cell('list_name')) ?? new Set<string>()
		lists.set(cell('list_name'), list)
		if (list.has(cell('name'))) broken.push(`choices ${String(row)}: ${cell('name')} twice`)
		if (!/^\S+$/.test(cell('name'))) broken.push(`choices ${String(row)}: name "${cell('name')}"`)
		if (cell(`label::${main}`) === '') broken.push(`choices ${String(row)}: no label`)
		list.add(cell('name'))
	}

	// Questions.
	const PLAIN = new Set(
		'text integer decimal date dateTime time note calculate geopoint file image start end today acknowledge'.split(' ')
	)
	const blocks: string[] = []
	const section = () => blocks.filter((one) => one.startsWith('repeat')).join('/')
	const names = new Map<string, { type: string; repeat: string }>()
	for (const { row, cell } of survey) {
		const type = cell('type')
		const at = `survey ${String(row)} (${type} ${cell('name')})`
		const [kind = '', list] = type.split(' ')
		if (kind === 'end_group' || kind === 'end_repeat') {
			const last = blocks.pop()
			if (!last?.startsWith(kind.slice(4))) broken.push(`${at}: ends what did not begin`)
			continue
		}
		if (!/^[A-Za-z_][A-Za-z0-9._-]*$/.test(cell('name'))) broken.push(`${at}: no XML name`)
		if (names.has(cell('name'))) broken.push(`${at}: the name is not alone, so that \${} means two things`)
		names.set(cell('name'), { type: kind, repeat: section() })
		if (kind === 'begin_group' || kind === 'begin_repeat') blocks.push(`${kind.slice(6)} ${cell('name')}`)
		else if (kind === 'select_one' || kind === 'select_multiple') {
			if (type.split(' ').length !== 2) broken.push(`${at}: or_other breaks translations`)
			if (!lists.get(list ?? '')?.size) broken.push(`${at}: no such list`)
		} else if (!PLAIN.has(type)) broken.push(`${at}: no type`)
		if (kind === 'calculate' && cell('calculation') === '') broken.push(`${at}: nothing to calculate`)
		if (kind !== 'calculate' && cell(`label::${main}`) === '') broken.push(`${at}: no label`)
	}
	if (blocks.length > 0) broken.push(`never ends: ${blocks.join(', ')}`)

	// Expressions.
	const FUNCTIONS = new Set(
		'if selected not true false today now coalesce round min max sum count string-length number format-date date decimal-date-time regex concat count-selected int once'.split(
			' '
		)
	)
	const reads = new Map<string, string[]>()
	for (const { row, cell } of survey)
		for (const column of ['required', 'relevant', 'constraint', 'calculation', 'default', 'readonly', 'repeat_count']) {
			const text = cell(column)
			if (text === '' || (column === 'default' && !/[(${]/.test(text)) || (column === 'required' && text === 'yes'))
				continue
			const at = `survey ${String(row)} ${column}: ${text}`
			const bare = text.replaceAll(/'[^']*'|"[^"]*"/g, "''")
			if (/["']/.test(bare.replaceAll("''", ''))) broken.push(`${at}: quotes`)
			if (bare.split('(').length !== bare.split(')').length) broken.push(`${at}: brackets`)
			for (const [, called = ''] of bare.matchAll(/([A-Za-z][\w-]*)\s*\(/g))
				if (!FUNCTIONS.has(called) && !['and', 'or', 'div', 'mod'].includes(called)) broken.push(`${at}: ${called}()`)
			const called = [...bare.matchAll(/\$\{([^}]*)\}/g)].map(([, name = '']) => name)
			for (const name of called) {
				const found = names.get(name)
				if (!found) broken.push(`${at}: \${${name}} is nothing`)
				if (found?.type === 'begin_repeat' && !bare.includes(`count(\${${name}})`))
					broken.push(`${at}: a repeat as a value`)
			}
			if (/[^ -~\u00a0-\uffff]/.test(text)) broken.push(`${at}: unprintable`)
			if (column !== 'constraint' && /(?<![\d}])\.(?!\d)/.test(bare)) broken.push(`${at}: a point outside a constraint`)
			if (column === 'constraint' && called.includes(cell('name'))) broken.push(`${at}: calls itself by name`)
			if (column !== 'constraint') reads.set(cell('name'), [...(reads.get(cell('name')) ?? []), ...called])
		}
	const isCircle = (name: string, above: readonly string[]): boolean =>
		above.includes(name) || (reads.get(name) ?? []).some((next) => isCircle(next, [...above, name]))
	for (const name of reads.keys()) if (isCircle(name, [])) broken.push(`${name} depends on itself`)
	return broken
}
