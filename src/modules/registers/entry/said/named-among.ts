const NUMBER = /-\d{4}-\d{3,}$/

/** What a record is named by among records of these kinds, or of any: a key says its kind too where another kind may have the same. */
export const namedAmong = (
	kinds: readonly string[],
	{ kind, reference }: { kind: string; reference: string }
): string => (kinds.length === 1 || NUMBER.test(reference) ? reference : `${kind}:${reference}`)
