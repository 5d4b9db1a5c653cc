// As it is entered: one kind of line end, one normal form, no space around it.
const tidy = (text: string) => text.normalize('NFC').replaceAll(/\r\n?/g, '\n').trim()

/** How the text of an item stands beside what was entered in the record of the minutes. */
export function standingOf(typed: string, entered: string): 'nothing' | 'draft' | 'entered' {
	if (tidy(typed) !== tidy(entered)) return 'draft'
	return tidy(typed) === '' ? 'nothing' : 'entered'
}
