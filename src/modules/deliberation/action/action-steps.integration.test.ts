import { render } from 'svelte/server'
import { expect, test } from 'vitest'
import { assign, EVIDENCE, read, REASON, version } from '#tests/fixtures/action.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { speak } from '#platform/languages/words.ts'
import { WORDS } from '#ui/words.ts'
import { catalogue } from '../../../words.ts'
import ActionSteps from './ActionSteps.svelte'
import { changeAction } from './action-commands.ts'
import { fieldsOf } from './action-forms.ts'
import { actionTimeline } from './action-page.ts'
import { answerExtension, askExtension } from './extension-commands.ts'
import { acceptAction, refuseAction, reportAction } from './report-commands.ts'
import { addStep, finishStep, withdrawStep } from './step-commands.ts'

const words = speak(catalogue, 'en')

test('what happened to an action on one day is told in the order it was written, newest first', async () => {
	const made = await aWorkspace()
	const { reference: action } = await assign(made)
	const [member, chair] = [await made.as('member'), await made.as('chair')]
	const handIn = () => member.run(reportAction, { action, text: 'All of it.', isFinal: true, ...EVIDENCE })
	await handIn()
	await chair.run(refuseAction, { action, version: await version(made, action), reason: 'Show it.' })
	await member.run(askExtension, { action, until: '2026-05-01', reason: 'Floods.' })
	await chair.run(answerExtension, { action, answer: 'granted', until: '2026-05-01', reason: 'Yes.' })
	const { id: step } = await member.run(addStep, { action, text: 'Ask the districts' })
	await member.run(finishStep, { action, step })
	await handIn()
	await chair.run(acceptAction, { action, version: await version(made, action) })
	const titles = actionTimeline(words, await read(made, action)).map(({ title }) => title)
	expect(titles.slice(1)).toEqual([
		words.t('action.timeline.closed'),
		words.t('action.answer.accepted'),
		words.t('action.report.final'),
		words.t('action.timeline.step', { step: 'Ask the districts' }),
		words.t('action.extension-state.granted'),
		expect.stringContaining('1 May 2026'),
		words.t('action.answer.refused'),
		words.t('action.report.final'),
		words.t('action.timeline.opened')
	])
})

test('a step whose day is past is told as overdue until it is done, or the action is handed in', async () => {
	const made = await aWorkspace()
	const { reference: action } = await assign(made)
	const member = await made.as('member')
	await member.run(addStep, { action, text: 'Write to all', due: '2026-03-01' })
	await member.run(addStep, { action, text: 'Count the answers', due: '2026-03-02' })
	const late = async () => (await read(made, action)).steps.flatMap((step) => (step.isOverdue ? [step.text] : []))
	expect(await late()).toEqual(['Write to all'])
	const page = async () => {
		const { steps } = await read(made, action)
		const { body } = render(ActionSteps, {
			props: { steps, may: false, keys: {}, failure: null },
			context: new Map([[WORDS, words]])
		})
		return body
	}
	expect((await page()).split(words.t('action.overdue'))).toHaveLength(2)
	await member.run(reportAction, { action, text: 'All of it.', isFinal: true, stepsLeft: 'By telephone.', ...EVIDENCE })
	expect(await late()).toEqual([])
	expect(await page()).not.toContain(words.t('action.overdue'))
})

test('whoever says that it is done ticks the steps that are, and says why others are left', async () => {
	const made = await aWorkspace()
	const { reference: action } = await assign(made, { steps: ['Ask the districts', 'Write it down'] })
	const member = await made.as('member')
	const before = await read(made, action, 'member')
	const [first] = before.steps
	const names = fieldsOf(words, 'report', {
		action: before,
		today: '2026-03-02',
		languages: ['en'],
		actors: [],
		who: [],
		seats: [],
		supporting: [],
		wishedDay: null
	}).map(({ name }) => name)
	expect(names).toEqual(expect.arrayContaining(['stepsDone', 'stepsLeft']))
	const handIn = (more: object = {}) =>
		member.run(reportAction, { action, text: 'It is done.', isFinal: true, ...EVIDENCE, ...more })
	expect(await refusalOf(handIn({ stepsDone: [first?.id ?? ''] }))).toMatchObject({
		issues: [{ path: ['stepsLeft'], code: 'deliberation.action-steps-left', params: { count: 1 } }]
	})
	expect(await read(made, action)).toMatchObject({ progress: 'open', steps: [{ doneDay: null }, { doneDay: null }] })
	await handIn({ stepsDone: [first?.id ?? ''], stepsLeft: 'The printer wrote it.' })
	expect(await read(made, action)).toMatchObject({
		progress: 'submitted',
		steps: [{ doneDay: '2026-03-02' }, { doneDay: null }],
		reports: [{ stepsLeft: 'The printer wrote it.' }]
	})
})

test('the steps of a structure are its own to take back, and none is touched once the action is handed in', async () => {
	const made = await aWorkspace()
	const { reference: action } = await assign(made, { steps: ['Ask the districts'] })
	const [member, chair] = [await made.as('member'), await made.as('chair')]
	const { id: own } = await member.run(addStep, { action, text: 'Buy paper' })
	const { id: second } = await member.run(addStep, { action, text: 'Buy pens' })
	const seen = await read(made, action, 'member')
	expect(seen.steps.map(({ text, mayWithdraw }) => [text, mayWithdraw])).toEqual([
		['Ask the districts', false],
		['Buy paper', true],
		['Buy pens', true]
	])
	const given = seen.steps[0]?.id ?? ''
	expect(await refusalOf(member.run(withdrawStep, { action, step: given }))).toMatchObject({ kind: 'forbidden' })
	await member.run(withdrawStep, { action, step: own })
	await member.run(reportAction, { action, text: 'Done.', isFinal: true, stepsLeft: 'Not needed.', ...EVIDENCE })
	for (const work of [
		() => member.run(withdrawStep, { action, step: second }),
		() => chair.run(withdrawStep, { action, step: given }),
		() => member.run(finishStep, { action, step: second }),
		() => member.run(addStep, { action, text: 'More' })
	])
		expect(await refusalOf(work())).toMatchObject({ kind: 'conflict', code: 'deliberation.action-waits' })
	const after = await read(made, action, 'member')
	expect(after.steps.some(({ mayWithdraw }) => mayWithdraw)).toBe(false)
	expect(after).toMatchObject({ may: { report: false }, whyNot: { report: 'deliberation.action-waits' } })
	await chair.run(refuseAction, { action, version: await version(made, action), reason: REASON })
	await chair.run(withdrawStep, { action, step: given })
	expect((await read(made, action)).steps.map(({ text }) => text)).toEqual(['Buy pens'])
})

test('who sees to an action is named by a form without taking the place of who sends it', async () => {
	const made = await aWorkspace()
	const { reference: action } = await assign(made)
	const chair = await made.as('chair')
	await chair.run(changeAction, { action, version: await version(made, action), seat: 'member' })
	expect(await read(made, action)).toMatchObject({ seat: { key: 'member' } })
})
