// What stands in quotes may hold the sign that ends a tag.
const CONTROL =
	/<input\b((?:[^>"]|"[^"]*")*)>|<textarea\b((?:[^>"]|"[^"]*")*)>([\s\S]*?)<\/textarea>|<select\b((?:[^>"]|"[^"]*")*)>([\s\S]*?)<\/select>/g
const OPTION = /<option\b((?:[^>"]|"[^"]*")*)>/g
const ENTITIES: Readonly<Record<string, string>> = {
	'&lt;': '<',
	'&gt;': '>',
	'&quot;': '"',
	'&#39;': "'",
	'&amp;': '&'
}

const plain = (text: string) => text.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity)

function attributesOf(text: string): Map<string, string> {
	const found = [...text.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)]
	return new Map(found.map(([, name = '', value = '']) => [name, plain(value)]))
}

/** What a browser without script would send of a form as it was written out, its buttons aside. */
export function sentOf(html: string): FormData {
	const sent = new FormData()
	const written = html.replaceAll(/<template>[\s\S]*?<\/template>/g, '')
	for (const [, input, area, text = '', select, options = ''] of written.matchAll(CONTROL)) {
		const attributes = attributesOf(input ?? area ?? select ?? '')
		const name = attributes.get('name')
		if (name === undefined || attributes.has('disabled')) continue
		if (area !== undefined) sent.append(name, plain(text))
		else if (select !== undefined) {
			for (const [, option = ''] of options.matchAll(OPTION)) {
				const one = attributesOf(option)
				if (one.has('selected')) sent.append(name, one.get('value') ?? '')
			}
		} else {
			const type = attributes.get('type')
			if (type === 'file') continue
			if ((type === 'checkbox' || type === 'radio') && !attributes.has('checked')) continue
			sent.append(name, attributes.get('value') ?? 'on')
		}
	}
	return sent
}
