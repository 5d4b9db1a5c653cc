const NAME_MOST = 200
const EXTENSION_MOST = 12
// Control characters, and the marks that turn the direction of writing: with them `exe.txt` can be shown as `txt.exe`.
const UNSHOWN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu

/**
 * The name a sender gave a file, as it may be shown and stored: without folders, control and direction marks, in normal form
 * C, at most 200 characters with its ending kept. A name of which nothing is left is `file`.
 */
export function tidyFileName(given: string): string {
	const last = given.toWellFormed().split(/[/\\]/).at(-1) ?? ''
	const name = last.normalize('NFC').replace(UNSHOWN, '').trim()
	if (name === '' || /^\.+$/.test(name)) return 'file'
	if (name.length <= NAME_MOST) return name
	const dot = name.lastIndexOf('.')
	const ending = dot > 0 && name.length - dot <= EXTENSION_MOST ? name.slice(dot) : ''
	return (name.slice(0, NAME_MOST - ending.length) + ending).toWellFormed()
}

/** A `Content-Disposition` that saves under the name and never opens in the page (RFC 6266, RFC 8187). */
export function asAttachment(name: string): string {
	const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
	const encoded = encodeURIComponent(name).replace(
		/['()*]/g,
		(mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`
	)
	return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
