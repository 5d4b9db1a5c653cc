import { isMap as isMapNode, isNode, isScalar, isSeq, type Document, type Node, type YAMLMap, type YAMLSeq } from 'yaml'
import { writeDeclaration } from '../declaration/read-declaration.ts'
import { openDraft, writeDraft } from '../drafting/draft-document.ts'
import { isKeyed, isMap, keyOf, same, type Tree } from './trees.ts'

type Writing = { document: Document }

/** What is said by leaving it out. That a field begins with no is said. */
const isUnsaid = (name: string, value: unknown) =>
	value === undefined ||
	(name !== 'default' &&
		(value === false ||
			(Array.isArray(value) && value.length === 0) ||
			(isMap(value) && Object.keys(value).length === 0)))

const unsaid = (value: unknown): unknown => {
	if (Array.isArray(value)) return value.map(unsaid)
	if (!isMap(value)) return value
	return Object.fromEntries(
		Object.entries(value).flatMap(([name, inner]) => (isUnsaid(name, inner) ? [] : [[name, unsaid(inner)]]))
	)
}

/**
 * Writes into the text of a declaration what a merged one says otherwise, and leaves the rest as it is written, its comments and
 * order among it. What is new is written as `shipped` writes it, comments and all. `from` is what the text says and `to`
 * what it shall say, both with what is at its default.
 */
export function writeMerged(text: string, from: Tree, to: Tree, shipped: { text: string; says: Tree }): string {
	const own = openDraft(text)
	const theirs = openDraft(shipped.text)
	const root = own?.document.contents
	if (!own || !isMapNode(root)) return writeDeclaration(to)
	const { document } = own
	changeMap({ document }, root, { from, to }, { node: theirs?.document.contents, says: shipped.says })
	return writeDraft(document, text)
}

/** What was shipped in a place: as it is written, and what it says. */
type Shipped = { node: unknown; says: unknown }

const inside = ({ node, says }: Shipped, name: string): Shipped => ({
	node: isMapNode(node) ? node.get(name, true) : undefined,
	says: isMap(says) ? says[name] : undefined
})

function changeMap(writing: Writing, map: YAMLMap, { from, to }: { from: Tree; to: Tree }, shipped: Shipped) {
	for (const name of new Set([...Object.keys(from), ...Object.keys(to)])) {
		if (same(from[name], to[name])) continue
		if (isUnsaid(name, to[name])) {
			map.delete(name)
			continue
		}
		const standing = map.get(name, true)
		const theirs = inside(shipped, name)
		if (!isChanged(writing, standing, { from: from[name], to: to[name] }, theirs)) {
			map.set(
				map.items.find(({ key }) => isScalar(key) && key.value === name)?.key ?? name,
				made(writing, to[name], theirs, map.flow === true)
			)
		}
	}
}

/** Changes what is written in a place, where that can be done in place. */
function isChanged(
	writing: Writing,
	node: unknown,
	{ from, to }: { from: unknown; to: unknown },
	shipped: Shipped
): boolean {
	if (isMapNode(node) && isMap(from) && isMap(to)) {
		changeMap(writing, node, { from, to }, shipped)
		return true
	}
	if (isSeq(node) && isKeyed(from) && isKeyed(to) && node.items.length === from.length) {
		changeList(writing, node, { from, to }, shipped)
		return true
	}
	if (isScalar(node) && (typeof to === 'string' || typeof to === 'number' || typeof to === 'boolean')) {
		// A text that was written over several lines is written anew in whatever way suits it.
		node.value = to
		delete node.type
		return true
	}
	return false
}

function changeList(
	writing: Writing,
	list: YAMLSeq,
	{ from, to }: { from: readonly Tree[]; to: readonly Tree[] },
	shipped: Shipped
) {
	const own = new Map(from.map((one, index) => [keyOf(one), { says: one, node: list.items[index] }]))
	const theirs = new Map(
		isSeq(shipped.node) && isKeyed(shipped.says)
			? shipped.says.map((says, index) => [
					keyOf(says),
					{ says, node: isSeq(shipped.node) ? shipped.node.items[index] : undefined }
				])
			: []
	)
	const [first] = list.items
	const isFlow = list.flow === true || (isMapNode(first) && first.flow === true)
	list.items = to.map((one) => {
		const key = keyOf(one)
		const standing = own.get(key)
		const other: Shipped = theirs.get(key) ?? { says: undefined, node: undefined }
		if (standing && isChanged(writing, standing.node, { from: standing.says, to: one }, other)) return standing.node
		return made(writing, one, other, isFlow)
	})
}

/** A place written anew: as it was shipped where it says just that. */
function made({ document }: Writing, value: unknown, shipped: Shipped, isFlow: boolean): Node {
	if (isNode(shipped.node) && same(shipped.says, value)) {
		const copy = shipped.node.clone()
		if (isNode(copy)) return copy
	}
	const node = document.createNode(unsaid(value))
	if (isFlow && (isMapNode(node) || isSeq(node))) node.flow = true
	return node
}
