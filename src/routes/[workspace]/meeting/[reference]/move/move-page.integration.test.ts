import type { Component } from 'svelte'
import { render } from 'svelte/server'
import { expect, test, vi } from 'vitest'
import { saveMinute } from '#modules/deliberation/minutes/minute-commands.ts'
import { speak } from '#platform/languages/words.ts'
import { aMeeting } from '#tests/fixtures/meeting.ts'
import { WORDS } from '#ui/words.ts'
import { catalogue } from '#words'

vi.mock('$app/state', () => ({ page: { url: new URL('https://pitso.example'), data: {} } }))

type Server = { load: (event: unknown) => Promise<Record<string, unknown>> }
const servers = import.meta.glob<Server>('./*/+page.server.ts')
const pages = import.meta.glob<{ default: Component<Record<string, unknown>> }>('./*/+page.svelte')

test('who says that minutes are drafted is told how many lines of them name an action and are none', async () => {
	const { made, meeting, items, secretariat } = await aMeeting()
	const [server] = await Promise.all(Object.values(servers).map((open) => open()))
	const [page] = await Promise.all(Object.values(pages).map((open) => open()))
	if (!server || !page) throw new Error('there is no page')
	const words = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })
	const params = { workspace: made.workspace.key, reference: meeting, move: 'draft' }
	const url = new URL('https://pitso.example/page')
	const { ask } = secretariat
	const locals = { words, seat: secretariat.seat, workspace: made.workspace, ask, attempt: ask }
	const { load } = server
	const Page = page.default
	async function told() {
		const data = await load({ locals, params, url })
		return render(Page, { props: { data, params, form: null }, context: new Map([[WORDS, words]]) }).body
	}
	const SAID = '2 lines name an action that is not confirmed.'
	expect(await told()).not.toContain(SAID)
	await secretariat.run(saveMinute, {
		agendaItem: items.open,
		text: 'It was long.\n@action nobody: count the lorries by 10 May\n@action write a letter',
		language: 'en'
	})
	const html = await told()
	expect(html).toContain(SAID)
	expect(html).toContain(`/meeting/${meeting}/minutes`)
})

test('the form that records a meeting as held is not opened before the meeting has begun', async () => {
	const { made, meeting, secretariat } = await aMeeting({ held: false })
	const [server] = await Promise.all(Object.values(servers).map((open) => open()))
	const words = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })
	const params = { workspace: made.workspace.key, reference: meeting, move: 'hold' }
	const opened = (acting: typeof secretariat) => {
		const { ask } = acting
		const locals = { words, seat: acting.seat, workspace: made.workspace, ask, attempt: ask }
		return server?.load({ locals, params, url: new URL('https://pitso.example/page') })
	}
	const before = await made.as('secretariat', new Date('2026-03-02T05:00:00Z'))
	await expect(opened(before)).rejects.toMatchObject({ status: 409 })
	await expect(opened(secretariat)).resolves.toMatchObject({ move: 'hold' })
})
