import { expect, test } from 'vitest'
import { drawRoadMap, type DrawnStep } from './road-map-picture.ts'

const step = (more: Partial<DrawnStep> = {}): DrawnStep => ({
	title: 'Study of the law',
	firstTarget: '2026-03-01',
	target: '2026-06-01',
	done: null,
	isLate: false,
	isDropped: false,
	href: '/step',
	...more
})
const draw = (...steps: DrawnStep[]) =>
	drawRoadMap(steps, { today: '2026-04-01', todayLabel: 'Today', month: (day) => day.slice(0, 7) })
const marks = (...steps: DrawnStep[]) =>
	draw(...steps).shapes.flatMap((shape) => (shape.type === 'rect' && shape.width === 8 ? [shape] : []))

test('nothing is drawn of a road map without days', () => {
	expect(draw(step({ firstTarget: null, target: null })).shapes).toEqual([])
})

test('a step is drawn from its first target to the day it is aimed at, in the order of days', () => {
	const [first, target] = marks(step())
	expect([first?.isOutlined, target?.tone]).toEqual([true, 'wait'])
	expect(first?.x).toBeLessThan(target?.x ?? 0)
	const slip = draw(step()).shapes.find((shape) => shape.type === 'rect' && shape.height === 6)
	expect(slip).toMatchObject({ tone: 'part' })
})

test('what was done, is late or was dropped is marked so', () => {
	const tone = (more: Partial<DrawnStep>) => marks(step(more)).at(-1)?.tone
	expect(tone({ done: '2026-02-01' })).toBe('good')
	expect(tone({ target: '2026-03-20', isLate: true })).toBe('bad')
	expect(tone({ isDropped: true })).toBe('none')
})

test('each step has its row with its title, whether it has days or not, inside the picture', () => {
	const { shapes, height, width } = draw(step(), step({ title: 'Deposit', firstTarget: null, target: null }))
	const titles = shapes.flatMap((shape) => (shape.type === 'text' && shape.href ? [shape] : []))
	expect(titles.map(({ full }) => full)).toEqual(['Study of the law', 'Deposit'])
	for (const shape of shapes)
		if (shape.type === 'rect') {
			expect(shape.x + shape.width).toBeLessThanOrEqual(width)
			expect(shape.y + shape.height).toBeLessThanOrEqual(height)
		}
})

test('of many years only some months are named', () => {
	const named = draw(step({ firstTarget: '1990-01-01' })).shapes.filter(
		(shape) => shape.type === 'text' && shape.anchor === 'middle'
	)
	expect(named.length).toBeLessThanOrEqual(7)
})
