import type { Issue } from '#platform/operation/refusal.ts'
import { readCodeLines } from './code-lines.ts'
import { isObject, looseOf, textsOf, type LooseDeclaration, type Piece } from './loose-declaration.ts'
import { inputsOf, OWN_OF_TYPES, type Input } from './piece-inputs.ts'
import { codeKeyFrom, fieldKeyFrom } from './propose.ts'

/** What a form of a piece sent: by the name of its inputs, each with all that stands in it. */
export type Sent = Readonly<Record<string, readonly string[]>>

/** What the form sets in a piece: undefined takes a key away. */
export type Patch = Readonly<Record<string, unknown>>

export type ReadPiece = {
	patch: Patch
	issues: Issue[]
	/** Codes of a list that are called otherwise. */
	renamedCodes: { from: string; to: string }[]
}

export type Reading = { plain: unknown; piece: Piece; type: string; languages: readonly string[] }

/** The beginning of the names of the inputs of a piece. */
export const OF = 'of:'
/** How a condition is chosen that is written as a formula. */
export const WRITTEN = '='

const one = (sent: Sent, name: string) => (sent[name]?.[0] ?? '').replaceAll(/\r\n?/g, '\n').trim()
const several = (sent: Sent, name: string) =>
	(sent[name] ?? []).map((text) => text.trim()).filter((text) => text !== '')
const orNothing = (text: string) => (text === '' ? undefined : text)

/** Texts by language: what the form asks for is taken from it, other languages stay as they stand. */
function textsIn(sent: Sent, name: string, { languages, before }: { languages: readonly string[]; before: unknown }) {
	const kept = Object.fromEntries(Object.entries(textsOf(before)).filter(([language]) => !languages.includes(language)))
	const typed = languages.flatMap((language) => {
		const text = one(sent, `${OF}${name}:${language}`)
		return text === '' ? [] : [[language, text] as const]
	})
	const texts = { ...Object.fromEntries(typed), ...kept }
	return Object.keys(texts).length === 0 ? undefined : texts
}

function oneAndMany(sent: Sent, { languages, before }: { languages: readonly string[]; before: unknown }) {
	const held = isObject(before) ? before : {}
	const kept = Object.fromEntries(Object.entries(held).filter(([language]) => !languages.includes(language)))
	const typed = languages.flatMap((language) => {
		const [single, many] = [one(sent, `${OF}names:${language}:one`), one(sent, `${OF}names:${language}:many`)]
		return single === '' && many === '' ? [] : [[language, { one: single || many, many: many || single }] as const]
	})
	const names = { ...Object.fromEntries(typed), ...kept }
	return Object.keys(names).length === 0 ? undefined : names
}

/** A number as a file writes it; what is none stands as it was typed, and is told as a fault. */
const numberIn = (text: string) => (text === '' ? undefined : /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text)

/** A condition: always, never, one of the simple ones, or the formula that was written. */
function conditionIn(sent: Sent, { name, may }: { name: string; may: 'always' | 'never' | 'none' }, before: unknown) {
	const chosen = one(sent, `${OF}${name}`)
	const written = one(sent, `${OF}${name}:formula`)
	// What is newly written counts though nothing was chosen beside it: without a script nobody is reminded.
	const isNew = written !== '' && written !== before
	if (chosen === WRITTEN || (chosen === '' && isNew)) return orNothing(written)
	if (chosen === 'always') return may === 'always' ? true : undefined
	return orNothing(chosen)
}

const inOrderOf = (wanted: readonly string[], before: unknown) => {
	const held = Array.isArray(before) ? before.map(String) : []
	// What stood there keeps its order; what is new comes behind it.
	return [...held.filter((key) => wanted.includes(key)), ...wanted.filter((key) => !held.includes(key))]
}

const listOrNothing = (keys: readonly string[]) => (keys.length === 0 ? undefined : [...keys])

/** The states in which something is changed: `*:planned` for all groups, `hosts:planned` for one. */
function inStates(keys: readonly string[]) {
	const pairs = keys.map((key) => key.split(':'))
	const common = pairs.flatMap(([group, state]) => (group === '*' && state !== undefined ? [state] : []))
	const groups = [...new Set(pairs.flatMap(([group]) => (group === undefined || group === '*' ? [] : [group])))]
	if (groups.length === 0) return listOrNothing(common)
	return Object.fromEntries(
		groups.map((group) => [
			group,
			[...new Set([...common, ...pairs.flatMap(([of, state]) => (of === group && state !== undefined ? [state] : []))])]
		])
	)
}

/** Filters as pairs `form=visit`. */
function whereOf(pairs: readonly string[]) {
	const where: Record<string, string[]> = {}
	for (const pair of pairs) {
		const at = pair.indexOf('=')
		if (at > 0) (where[pair.slice(0, at)] ??= []).push(pair.slice(at + 1))
	}
	return Object.keys(where).length === 0 ? undefined : where
}

function defaultIn(text: string, type: string, currency: unknown): unknown {
	if (text === '') return undefined
	switch (type) {
		case 'yes-no':
			return text === 'yes' || text === 'true'
		case 'whole-number':
		case 'decimal':
			return numberIn(text)
		case 'money': {
			const [, amount, named] = /^(\S+)\s+([A-Z]{3})$/.exec(text) ?? []
			if (amount !== undefined && named !== undefined) return { amount, currency: named }
			return typeof currency === 'string' ? numberIn(text) : text
		}
		case 'many-of':
			return text
				.split(/[,;]/)
				.map((code) => code.trim())
				.filter(Boolean)
		default:
			return text
	}
}

/** The keys that are taken where the piece stands: fields and tables share theirs. */
function takenBeside({ fields, tables }: LooseDeclaration, { shape, beside, index }: Piece): Set<string> {
	const all =
		shape === 'field' || shape === 'table' ? [...fields, ...tables].map(({ key }) => key) : beside.map(({ key }) => key)
	const own = index === null ? null : beside[index]?.key
	return new Set(all.filter((key) => key !== own && key !== ''))
}

function keyOf(input: Input, sent: Sent, reading: Reading, patch: Patch): string | undefined {
	const { piece, languages, plain } = reading
	const typed = one(sent, `${OF}${input.name}`)
	if (typed !== '') return typed
	const held = piece.value[input.name]
	if (typeof held === 'string' && held !== '') return held
	const names = textsOf(piece.shape === 'check' ? patch['message'] : patch['names'])
	const called = languages.map((language) => names[language]).find((text) => text !== undefined) ?? piece.shape
	const taken = takenBeside(looseOf(plain), piece)
	return input.as === 'field-key' ? fieldKeyFrom(called, taken) : codeKeyFrom(called, taken)
}

/** What a form sets in a piece of a declaration. What may be wrong with it is told of the whole: a form refuses only what it cannot do without. */
export function readPiece(sent: Sent, reading: Reading): ReadPiece {
	const { piece, type, languages } = reading
	const { value } = piece
	const patch: Record<string, unknown> = {}
	const issues: Issue[] = []
	let renamedCodes: ReadPiece['renamedCodes'] = []
	const inputs = inputsOf(piece.shape, type)
	const isFieldLike = piece.shape === 'field' || piece.shape === 'row-field'
	if (isFieldLike) {
		patch['type'] = type
		const own = new Set(inputs.map(({ name }) => name))
		for (const key of OWN_OF_TYPES) if (!own.has(key) && key in value) patch[key] = undefined
	}
	for (const input of inputs) {
		const { name } = input
		const before = value[name]
		const text = one(sent, `${OF}${name}`)
		switch (input.as) {
			case 'one-many':
				patch[name] = oneAndMany(sent, { languages, before })
				break
			case 'texts':
			case 'long-texts':
				patch[name] = textsIn(sent, name, { languages, before })
				break
			case 'field-key':
			case 'code-key':
				patch[name] = keyOf(input, sent, reading, patch)
				break
			case 'register-key':
			case 'line':
			case 'title':
			case 'formula':
			case 'sort':
				patch[name] = orNothing(text)
				break
			case 'number-code':
				patch[name] = orNothing(text.toUpperCase())
				break
			case 'keys':
				patch[name] = listOrNothing(text.split(/[\s,;]+/).filter(Boolean))
				break
			case 'flag':
				patch[name] = text === '' ? undefined : true
				break
			case 'flag-yes':
				patch[name] = text === '' ? false : undefined
				break
			case 'whole':
			case 'number':
				patch[name] = numberIn(text)
				break
			case 'condition':
				patch[name] = conditionIn(sent, input, before)
				break
			case 'choice':
				patch[name] = orNothing(text)
				break
			case 'choices': {
				const chosen = inOrderOf(several(sent, `${OF}${name}`), before)
				patch[name] = input.everyone && chosen.includes('everyone') ? undefined : listOrNothing(chosen)
				break
			}
			case 'ordered': {
				const places = Object.keys(sent)
					.filter((key) => key.startsWith(`${OF}${name}:`))
					.map((key) => Number(key.slice(`${OF}${name}:`.length)))
					.sort((first, second) => first - second)
				patch[name] = listOrNothing([
					...new Set(places.map((at) => one(sent, `${OF}${name}:${String(at)}`)).filter(Boolean))
				])
				break
			}
			case 'pairs':
				patch[name] = whereOf(several(sent, `${OF}${name}`))
				break
			case 'in-states':
				patch[name] = inStates(several(sent, `${OF}${name}`))
				break
			case 'codes-of': {
				const [kind, ...rest] = text.split(':')
				patch[name] = kind === 'list' || kind === 'framework' ? { [kind]: rest.join(':') } : undefined
				break
			}
			case 'codes': {
				const list = looseOf(reading.plain).lists[piece.index ?? -1]
				const read = readCodeLines(sent[`${OF}${name}`]?.[0] ?? '', { languages, before: list?.codes ?? [] })
				const retired = new Set(several(sent, `${OF}retired`))
				renamedCodes = read.renamed
				const was = new Map(read.renamed.map(({ from, to }) => [to, from]))
				const codes = read.codes.map(({ key, names }) => ({
					key,
					names,
					...(retired.has(key) || retired.has(was.get(key) ?? '') ? { retired: true } : {})
				}))
				patch[name] = codes.length === 0 ? undefined : codes
				break
			}
			case 'retired':
				break
			case 'default':
				patch[name] = defaultIn(text, type, patch['currency'])
				break
			default:
				return input satisfies never
		}
		const isEmpty = patch[name] === undefined
		if (isEmpty && 'isNeeded' in input && input.isNeeded)
			issues.push({ path: [issueAt(input, languages)], code: 'platform.field.missing' })
	}
	// What may be left out whole is said as soon as its first word is.
	const first = piece.shape === 'retention' ? 'from' : piece.shape === 'public-form' ? 'title' : null
	if (first !== null && patch[first] === undefined) return { patch: {}, issues: [], renamedCodes }
	return { patch, issues, renamedCodes }
}

/** The input at which it is told that something is missing. */
function issueAt({ name, as }: Input, languages: readonly string[]): string {
	const [first = 'en'] = languages
	if (as === 'one-many') return `${OF}${name}:${first}:one`
	return as === 'texts' || as === 'long-texts' ? `${OF}${name}:${first}` : `${OF}${name}`
}
