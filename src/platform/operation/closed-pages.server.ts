import type { Here } from './operation.server.ts'

/** Whether the workspace closes to this reader every page that shows what the operation gives: some are not for the public. */
export function isClosedTo(
	{ seat, workspace, registry }: Pick<Here, 'seat' | 'workspace' | 'registry'>,
	operation: string
): boolean {
	if (seat.role !== 'public' || seat.isClock || workspace.closedPages.length === 0) return false
	return registry.publicPages.some(
		(page) => workspace.closedPages.includes(page.name) && page.operations.includes(operation)
	)
}
