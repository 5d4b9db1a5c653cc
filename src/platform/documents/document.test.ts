import { expect, test } from 'vitest'
import { settled, type Block, type DocumentModel } from './document.ts'

const table = (caption: string): Block => ({ type: 'table', caption, columns: [{ title: 'Number' }], rows: [['1']] })
const captions = (title: string, blocks: readonly Block[]) => {
	const model: DocumentModel = { title, language: 'en', letterhead: { lines: [], logo: null }, blocks }
	return settled(model).blocks.flatMap((block) => (block.type === 'table' ? [block.caption] : []))
}

test('a table under a heading of the same words is not called so twice', () => {
	expect(captions('Agenda: Committee', [table('Agenda')])).toEqual([''])
	expect(captions('Decisions', [{ type: 'heading', level: 1, text: 'Actions' }, table('Actions')])).toEqual([''])
	expect(captions('Agendas of the year', [table('Agenda')])).toEqual(['Agenda'])
	expect(captions('Agenda', [{ type: 'heading', level: 1, text: 'Papers' }, table('Agenda')])).toEqual(['Agenda'])
})

test('a picture of nothing leaves no place behind', () => {
	const model: DocumentModel = {
		title: 'Report',
		language: 'en',
		letterhead: { lines: [], logo: null },
		blocks: [{ type: 'drawing', drawing: { width: 1, height: 1, shapes: [] }, alt: 'None' }]
	}
	expect(settled(model).blocks).toEqual([])
})
