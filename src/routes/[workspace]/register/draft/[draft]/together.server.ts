import { readDeclaration } from '#modules/registers/declaration/read-declaration.ts'
import { listDrafts, readDraft } from '#modules/registers/drafting/draft-queries.ts'
import { TOGETHER_MOST } from '#modules/registers/drafting/draft-rules.ts'
import { LIST_MOST } from '#platform/operation/lists.server.ts'
import { lookThrough, type Looked } from '../../declaring.server.ts'

type Read = Awaited<ReturnType<typeof readDraft.perform>>

/** The registers that a declaration names besides its own. */
function namedIn(text: string): string[] {
	const read = readDeclaration(text)
	if (!('register' in read)) return []
	const { register: own, fields } = read.register.declaration
	return fields.flatMap((field) => ('register' in field && field.register !== own ? [field.register] : []))
}

/** Open drafts of new registers that a draft names, those that these name, and so on. */
async function draftsNamed({ ask }: App.Locals, draft: Read): Promise<Read[]> {
	const waiting = namedIn(draft.declaration)
	if (waiting.length === 0) return []
	const { items } = await ask(listDrafts, { limit: LIST_MOST })
	const known = new Set([draft.register])
	const found: Read[] = []
	for (let key = waiting.shift(); key !== undefined && found.length < TOGETHER_MOST; key = waiting.shift()) {
		if (known.has(key)) continue
		known.add(key)
		const item = items.find(({ register, isOpen, from }) => register === key && isOpen && from === null)
		if (!item) continue
		const read = await ask(readDraft, { draft: item.reference })
		found.push(read)
		waiting.push(...namedIn(read.declaration))
	}
	return found
}

/** A draft that is declared with another, as its pages show it. */
export type Beside = {
	reference: string
	version: number
	name: string
	home: string
	faults: number
	shown: Looked['shown']
}

/**
 * What declaring a draft would do. Where something is wrong with it alone, and it names registers that are drafts themselves, it is looked at
 * together with these: what each of them would do, told of all at once.
 */
export async function lookTogether(
	locals: App.Locals,
	draft: Read,
	drafts: string
): Promise<{ looked: Looked; together: Beside[] }> {
	const { looked: alone } = await lookThrough({ locals }, draft.declaration)
	const others = alone.faults.length === 0 ? [] : await draftsNamed(locals, draft)
	if (others.length === 0) return { looked: alone, together: [] }
	const all = [draft, ...others]
	const look = async (one: Read) =>
		(
			await lookThrough({ locals }, one.declaration, {
				beside: all.filter((other) => other !== one).map(({ declaration }) => declaration)
			})
		).looked
	const looked = await look(draft)
	const together: Beside[] = []
	for (const other of others) {
		const { faults, shown } = await look(other)
		together.push({
			reference: other.reference,
			version: other.version,
			name: locals.words.name(other.title),
			home: `${drafts}/${other.reference}`,
			faults: faults.length,
			shown
		})
	}
	// What cannot be read so far stands beside nothing: it is told what is to be mended first.
	return looked.faults.length < alone.faults.length
		? { looked, together }
		: { looked: alone, together: together.filter(({ faults }) => faults > 0) }
}
