/** The kinds of record that a recommendation can have changed. */
export const linkableKinds = (kinds: readonly string[]): string[] => kinds.filter((kind) => kind !== 'agenda-item')

/** What the list of records found says in the words of the command: the kind of the record, and which it is. */
export function changedRecord(form: FormData): { to: string; toKind: string } | Record<string, never> {
	const chosen = form.get('to')
	const [, toKind, to] = typeof chosen === 'string' ? (/^([a-z-]{1,60}):(.+)$/.exec(chosen) ?? []) : []
	return to === undefined || toKind === undefined ? {} : { to, toKind }
}
