import type { CompiledRegister } from '../../declaration/compile-declaration.ts'
import type { Values } from '../values.ts'

// Names nobody: what a right is asked of that must not hang on who stands in a field.
const NOBODY = '00000000-0000-0000-0000-000000000000'

/**
 * The fields of actors and structures in which a seat may name its own alone: with anybody else in them it could not add, or no
 * longer change, the entry. A form offers nothing else there, since nothing else is taken.
 */
export function ownFields(
	{ declaration, fields }: CompiledRegister,
	values: Values,
	may: (values: Values) => boolean
): string[] {
	const standing = declaration.groups.flatMap(({ actor_in: actors, members_in: structures }) => [
		...actors,
		...structures
	])
	return [...new Set(standing)].filter((key) => fields.has(key) && may(values) && !may({ ...values, [key]: NOBODY }))
}
