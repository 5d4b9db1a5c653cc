// One plain address: what stands before and after the at sign, without spaces, quotes, brackets or anything that could end
// a header line. Rarer forms that the standard allows (quoted names, addresses of machines) are not taken.
const ADDRESS =
	/^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$/
const ADDRESS_MOST = 254

/** True for an e-mail address that mail can be sent to. */
export const isEmailAddress = (text: string): boolean =>
	text.length <= ADDRESS_MOST && ADDRESS.test(text) && !text.includes('..') && !text.startsWith('.')

// eslint-disable-next-line no-control-regex -- control characters are just what is taken out
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g

/** A text for a header of a mail: one line, whatever somebody typed. */
export const oneLine = (text: string): string => text.replaceAll(CONTROL, ' ').trim()

const SENDER = /^(?:([^<>"]{0,100}?)\s*<([^<>\s]+)>|([^<>\s]+))$/

/** `Name <address>` or an address alone, as the setting MAIL_FROM has it; undefined when it is neither. */
export function readSender(text: string): { name: string; address: string } | undefined {
	const [, name = '', inBrackets, alone] = SENDER.exec(text.trim()) ?? []
	const address = inBrackets ?? alone
	if (address === undefined || !isEmailAddress(address) || oneLine(text) !== text.trim()) return undefined
	return { name, address }
}
