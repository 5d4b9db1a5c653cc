import { expect, test } from 'vitest'
import { sayFileType } from './file-type.ts'

const words = { t: (key: string) => key }

test.for([
	['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'file-type.word'],
	['application/pdf', 'file-type.pdf'],
	['image/png', 'file-type.picture'],
	['text/markdown', 'file-type.text'],
	['application/octet-stream', 'file-type.other'],
	['', 'file-type.other'],
	['constructor', 'file-type.other']
])('a file of the type %s is said as %s', ([mediaType = '', said]) => {
	expect(sayFileType(words, mediaType)).toBe(said)
})
