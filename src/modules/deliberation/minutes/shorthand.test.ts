import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { actionLines, actorMeant, isMadeOf, whoMeant } from './shorthand.ts'

const only = (text: string) => actionLines(text)[0]

describe('a line that gives somebody something to do', () => {
	test.each([
		['@action labour: send the figures by 2026-04-30', 'labour', 'send the figures', '2026-04-30'],
		['  - @Action MoL : send the figures, before 2026-04-30.', 'MoL', 'send the figures', '2026-04-30'],
		[
			'@action Ministère du Travail\u00a0: envoyer les chiffres avant le 2026-04-30',
			'Ministère du Travail',
			'envoyer les chiffres',
			'2026-04-30'
		],
		['@ação Saúde: enviar os dados até 2026-04-30', 'Saúde', 'enviar os dados', '2026-04-30'],
		[
			'@action labour: meet on the 2026-01-01 figures 2026-04-30',
			'labour',
			'meet on the 2026-01-01 figures',
			'2026-04-30'
		],
		['@action labour: look into a: b (2026-04-30)', 'labour', 'look into a: b', '2026-04-30'],
		['@action labour: send the figures by 30 April 2026', 'labour', 'send the figures', '2026-04-30'],
		['@tâche travail : envoyer les chiffres avant le 30 avril 2026', 'travail', 'envoyer les chiffres', '2026-04-30'],
		['@ação Saúde: enviar os dados até 30/04/2026', 'Saúde', 'enviar os dados', '2026-04-30']
	])('%s', (line, actor, text, day) => {
		expect(only(line)).toEqual({ line: line.trim(), actor, text, day, problems: [] })
	})

	test.each([
		['@action send the figures by 2026-04-30', ['no-actor']],
		['@action labour: by 2026-04-30', ['no-text']],
		['@action labour: send the figures', ['no-day']],
		['@action labour: send the figures by 2026-02-30', ['no-such-day']],
		['@action send the figures', ['no-actor', 'no-day']]
	] as const)('%s lacks something, and says all of it', (line, problems) => {
		expect(only(line)?.problems).toEqual(problems)
	})

	test('is told from text that only mentions one', () => {
		expect(actionLines('The committee took @action labour: no\nmail@action.test: x\n@actions labour: y')).toEqual([])
		expect(actionLines('First\n@action a: b by 2026-01-01\nLast')).toHaveLength(1)
	})

	test('never fails, whatever is typed', () => {
		fc.assert(fc.property(fc.string(), (text) => void expect(actionLines(`@action ${text}`).length).toBeGreaterThan(0)))
	})
})

describe('the actor meant', () => {
	const actors: { reference: string; title: Record<string, string>; acronym: string | null }[] = [
		{ reference: 'labour', title: { en: 'Ministry of Labour', fr: 'Ministère du Travail' }, acronym: 'MoL' },
		{ reference: 'health', title: { en: 'Ministry of Health' }, acronym: null }
	]
	test.each([
		['labour', 'labour'],
		['mol', 'labour'],
		['ministere du travail', 'labour'],
		['Health', 'health'],
		['Ministry', null],
		['', null],
		['Police', null]
	])('by %s is %s', (said, actor) => {
		expect(actorMeant(actors, said)?.reference ?? null).toBe(actor)
	})
	const seats = [
		{ key: 'labour-director', office: 'Director of Migration', actor: 'labour' },
		{ key: 'labour-desk', office: 'Desk', actor: 'labour' },
		{ key: 'health-desk', office: 'Desk', actor: 'health' },
		{ key: 'nobodys', office: 'Desk of nobody', actor: 'elsewhere' },
		{ key: 'mol', office: 'Ministry of Health', actor: 'labour' }
	]
	test.each([
		['labour', ['labour', null]],
		['Director of migration', ['labour', 'labour-director']],
		['@labour-director', ['labour', 'labour-director']],
		['MoL / desk', ['labour', 'labour-desk']],
		['health/health-desk', ['health', 'health-desk']],
		// What an actor of that name is called is the actor; an office that several have is none of them.
		['mol', ['labour', null]],
		['Ministry of Health', ['health', null]],
		['Desk', null],
		['Desk of nobody', null],
		// The actor is meant, and who sees to it there is chosen when the line is confirmed.
		['labour/minister', ['labour', null]],
		['police/desk', null]
	] as const)('or a seat by %s is %s', (said, meant) => {
		const found = whoMeant(actors, seats, said)
		expect(found && [found.actor.reference, found.seat]).toEqual(meant)
	})
})

test('a line has become an action when an action says the same', () => {
	expect(isMadeOf({ text: 'Send the figures' }, 'send the figures.')).toBe(true)
	expect(isMadeOf({ text: 'Send the figures' }, 'send more figures')).toBe(false)
})
