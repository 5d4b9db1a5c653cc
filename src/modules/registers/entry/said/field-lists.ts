import type { AnyField } from '../../declaration/declaration.ts'

/** The list a field is chosen from; null where its values are not names of things. */
export function listOfField(field: AnyField): string | null {
	switch (field.type) {
		case 'actor':
		case 'structure':
		case 'seat':
		case 'country':
			return field.type
		case 'place':
			return 'country'
		case 'entry':
			return `entry ${field.register}`
		case 'record':
			return `record ${field.kinds.join(' ')}`.trim()
		default:
			return null
	}
}

/** The list of provinces and districts that places are written with. */
export const AREAS = 'area'

/** The list that names the lists which hold only some of what may be chosen: whatever else is meant is typed. */
export const IN_PART = 'in-part'

/** The id of the choices that a page draws once for many fields. */
export const listId = (list: string) => `choices-${list.replaceAll(' ', '-')}`
