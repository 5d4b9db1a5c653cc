import type { Here } from '#platform/operation/operation.server.ts'

/** What is for those who work in the workspace: the public is shown none of it. */
export const isInside = (here: Here) => here.seat.role !== 'public'
