import { isNode, LineCounter, parseDocument, stringify } from 'yaml'
import { compileDeclaration, type CompiledRegister } from './compile-declaration.ts'
import { checkDeclaration } from './check-declaration.ts'
import { Declaration } from './declaration.ts'
import type { DeclarationFault } from './fault.ts'
import { foundOf, plainly } from './shape-faults.ts'

// A declaration of 120 fields in six languages is about 90 kB.
const MOST_CHARACTERS = 400_000

type Reading = { declaration: Declaration; withLine: (fault: DeclarationFault) => DeclarationFault }

/** A declaration as it is written, with the lines of its places; or what keeps it from being read. */
function readShape(text: string): Reading | { faults: DeclarationFault[] } {
	if (text.length > MOST_CHARACTERS) {
		return { faults: [{ code: 'file-too-long', path: [], found: String(text.length) }] }
	}
	const lines = new LineCounter()
	const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, version: '1.2', customTags: [] })
	const lineAt = (path: readonly PropertyKey[]): number | undefined => {
		for (let length = path.length; length > 0; length -= 1) {
			const node: unknown = document.getIn(path.slice(0, length), true)
			if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
		}
		return undefined
	}
	const withLine = (fault: DeclarationFault): DeclarationFault => {
		const line = lineAt(fault.path)
		return line === undefined ? fault : { ...fault, line }
	}
	const [unread] = document.errors
	if (unread) {
		const line = unread.linePos?.[0].line
		return { faults: [{ code: 'not-yaml', path: [], found: unread.code, ...(line === undefined ? {} : { line }) }] }
	}
	let plain: unknown
	try {
		plain = document.toJS({ maxAliasCount: 0 })
	} catch (error) {
		if (error instanceof ReferenceError) return { faults: [{ code: 'aliases', path: [], found: '' }] }
		throw error
	}
	const parsed = Declaration.safeParse(plain)
	if (!parsed.success) {
		return {
			faults: parsed.error.issues.flatMap(plainly).map((issue) => {
				const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
				const code =
					issue.code === 'custom' ? String(issue.params?.['code'] ?? 'invalid') : issue.code.replaceAll('_', '-')
				return withLine({ code: `shape-${code}`, path, found: foundOf(issue, plain) })
			})
		}
	}
	return { declaration: parsed.data, withLine }
}

/**
 * Reads a declaration from YAML 1.2 (core schema). Gives the register made ready, or every fault with its line.
 * Aliases are refused, so that a small file cannot unfold into a large one.
 */
export function readDeclaration(text: string): { register: CompiledRegister } | { faults: DeclarationFault[] } {
	const read = readShape(text)
	if ('faults' in read) return read
	const { register, faults } = checkDeclaration(read.declaration)
	return register ? { register } : { faults: inOrder(faults.map(read.withLine)) }
}

// Below every line.
const LAST = Number.MAX_SAFE_INTEGER

/** As a reader goes through the text, each told once: what is wrong with the whole stands last. */
function inOrder(faults: readonly DeclarationFault[]): DeclarationFault[] {
	const told = new Map(
		faults.map((fault) => [JSON.stringify([fault.code, fault.line, fault.path, fault.found]), fault])
	)
	return [...told.values()].sort((one, other) => (one.line ?? LAST) - (other.line ?? LAST))
}

/** Faults that were found beside the text, with the lines of their places in it. */
export function withLines(text: string, faults: readonly DeclarationFault[]): DeclarationFault[] {
	if (faults.length === 0) return []
	const read = readShape(text)
	return 'faults' in read ? [...faults] : faults.map(read.withLine)
}

/**
 * Reads a declaration that was taken once: made ready again, and not judged again. What is asked of declarations since must
 * not take away a register that a workspace keeps; it is asked when the register is declared anew.
 */
export function readTaken(text: string): { register: CompiledRegister } | { faults: DeclarationFault[] } {
	const read = readShape(text)
	if ('faults' in read) return read
	const { register, faults } = compileDeclaration(read.declaration)
	return register ? { register } : { faults: faults.map(read.withLine) }
}

/** A declaration, or what is told of it, as readable YAML, always the same for the same one: what is at its default is left out. */
export function writeDeclaration(declaration: object): string {
	return stringify(withoutDefaults(declaration), { lineWidth: 120, aliasDuplicateObjects: false })
}

const isEmpty = (value: unknown) =>
	value === undefined ||
	value === false ||
	(Array.isArray(value) && value.length === 0) ||
	(typeof value === 'object' && value !== null && Object.keys(value).length === 0)

function withoutDefaults(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutDefaults)
	if (typeof value !== 'object' || value === null) return value
	return Object.fromEntries(
		Object.entries(value)
			.map(([key, inner]) => [key, withoutDefaults(inner)] as const)
			// That a field begins with no is said.
			.filter(([key, inner]) => key === 'default' || !isEmpty(inner))
	)
}
