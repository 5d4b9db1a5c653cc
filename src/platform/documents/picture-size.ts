/** What kind of picture some bytes are and how large it is, in pixels; null where it is none that documents can hold. */
export function pictureSize(
	content: Uint8Array
): { mediaType: 'image/png' | 'image/jpeg'; width: number; height: number } | null {
	const bytes = Buffer.from(content)
	if (bytes.length > 24 && bytes.subarray(0, 8).equals(PNG))
		return { mediaType: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
	return bytes.length > 4 && bytes.readUInt16BE(0) === 0xffd8 ? jpegSize(bytes) : null
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

// The frame header of whichever way of coding holds the size; the segments before it each say how long they are.
function jpegSize(bytes: Buffer) {
	let at = 2
	while (at + 9 < bytes.length && bytes[at] === 0xff) {
		const marker = bytes[at + 1] ?? 0
		const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
		if (isFrame)
			return {
				mediaType: 'image/jpeg' as const,
				width: bytes.readUInt16BE(at + 7),
				height: bytes.readUInt16BE(at + 5)
			}
		at += 2 + bytes.readUInt16BE(at + 2)
	}
	return null
}
