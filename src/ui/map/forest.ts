import type { WordedNode } from './layout.ts'

export type Branch = { node: WordedNode; children: Branch[] }

/**
 * The nodes as trees, in the order given. A parent that is not on the map leaves its children as roots; of nodes that
 * stand in a circle the first given is the root, so that every node is drawn exactly once.
 */
export function grow(nodes: readonly WordedNode[]): Branch[] {
	const byId = new Map(nodes.map((node) => [node.id, node]))
	const ofParent = Map.groupBy(byId.values(), ({ parent }) => (parent && byId.has(parent) ? parent : ''))
	const grown = new Set<string>()

	function branch(node: WordedNode): Branch {
		grown.add(node.id)
		const children = (ofParent.get(node.id) ?? []).filter(({ id }) => !grown.has(id))
		return { node, children: children.map(branch) }
	}

	const roots = (ofParent.get('') ?? []).map(branch)
	for (const node of byId.values()) if (!grown.has(node.id)) roots.push(branch(node))
	return roots
}
