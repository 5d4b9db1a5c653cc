import type { Words } from '../languages/words.ts'

// The media types that people send, by the name they know them under; those of one family stand below.
const KNOWN = new Map(
	Object.entries({
		'application/pdf': 'pdf',
		'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'word',
		'application/msword': 'word',
		'application/vnd.oasis.opendocument.text': 'opendocument-text',
		'application/rtf': 'rich-text',
		'text/rtf': 'rich-text',
		'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'excel',
		'application/vnd.ms-excel': 'excel',
		'application/vnd.oasis.opendocument.spreadsheet': 'opendocument-table',
		'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'powerpoint',
		'application/vnd.ms-powerpoint': 'powerpoint',
		'application/vnd.oasis.opendocument.presentation': 'opendocument-slides',
		'text/plain': 'text',
		'text/csv': 'csv',
		'application/json': 'json',
		'application/zip': 'zip'
	})
)
const FAMILIES = new Map(Object.entries({ image: 'picture', audio: 'sound', video: 'film', text: 'text' }))

/** What kind of file it is, as people say it; whatever nobody has a word for is a file of another kind. */
export const sayFileType = ({ t }: Pick<Words, 't'>, mediaType: string): string =>
	t(`file-type.${KNOWN.get(mediaType) ?? FAMILIES.get(mediaType.split('/')[0] ?? '') ?? 'other'}`)
