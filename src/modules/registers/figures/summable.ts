import type { CompiledField } from '../declaration/compile-declaration.ts'

/** True for numbers and amounts that are added up; what is counted for each reader apart is kept nowhere. */
export const isSummable = ({ field, type }: Pick<CompiledField, 'field' | 'type'>) =>
	(type?.kind === 'number' || type?.kind === 'money') && field.type !== 'linked-count' && field.type !== 'linked-sum'
