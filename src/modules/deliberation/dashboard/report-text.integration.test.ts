import { render } from 'svelte/server'
import { expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { WORDS } from '#ui/words.ts'
import { catalogue } from '#words'
import { draftReport, writeSection } from './report-commands.ts'
import { documentOf } from './report-document.ts'
import { getReport } from './report-queries.ts'
import { sayReport } from './report-text.ts'
import ReportSection from './ReportSection.svelte'

test('a section has a text in each language, and a paper says where there is only another', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const { reference } = await secretariat.run(draftReport, { from: '2025-10-01', to: '2025-12-31', language: 'en' })
	const now = () => secretariat.ask(getReport, { report: reference })
	const write = async (section: 'summary' | 'outlook', narrative: string, language?: string) =>
		secretariat.run(writeSection, {
			report: reference,
			version: (await now()).version,
			section,
			narrative,
			...(language === undefined ? {} : { language })
		})
	const [first, other] = secretariat.opening.workspace.languages
	if (first === undefined || other === undefined) throw new Error('a workspace of two languages')
	await write('summary', 'A calm quarter.')
	await write('summary', 'Un trimestre calme.', other)
	await write('outlook', '# What comes\n\nThe **forum** meets:\n\n- in March\n- in June')
	await expect(write('summary', 'Kimya.', 'sw')).rejects.toMatchObject({ kind: 'invalid' })
	const page = await now()
	expect(page.sections[0]?.texts.map(({ language }) => language).sort()).toEqual([first, other].sort())
	const inOther = speak(catalogue, other, { timeZone: 'Africa/Harare' })
	const [summary, outlook] = ['summary', 'outlook'].map((code) =>
		sayReport(inOther, page).find((section) => section.code === code)
	)
	expect(summary?.narrative).toMatchObject({ text: 'Un trimestre calme.', language: other, note: null })
	expect(outlook?.narrative).toMatchObject({ language: first, note: expect.stringMatching(/./) })
	const { blocks } = documentOf(inOther, page, { lines: [], logo: null })
	expect(blocks).toContainEqual({ type: 'paragraph', tone: 'quiet', text: outlook?.narrative?.note })
	expect(blocks).toContainEqual({ type: 'heading', level: 2, text: 'What comes', language: first })
	expect(blocks).toContainEqual(expect.objectContaining({ type: 'list', items: ['in March', 'in June'] }))
	if (!outlook) throw new Error('a section for what comes')
	const { body } = render(ReportSection, {
		props: { section: outlook, write: null },
		context: new Map([[WORDS, inOther]])
	})
	const html = body.replaceAll(/<!--.*?-->/gs, '')
	expect(html).toContain('<h3>What comes</h3>')
	expect(html).toContain('<strong>forum</strong>')
	expect(html).not.toContain('**')
})
