/** The fields of a form that was sent, as text: files are left out. */
export const typedOf = (form: FormData): (readonly [string, string])[] =>
	[...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []))
