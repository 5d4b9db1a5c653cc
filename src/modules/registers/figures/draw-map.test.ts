import { expect, test } from 'vitest'
import { COUNTRIES } from '#platform/languages/countries.ts'
import { drawCountries, drawPoints, drawProvinces, heatSteps } from './draw-map.ts'
import { foldArea, provincesOf, WORLD } from '#platform/charts/tile-layouts.ts'

const nothing = { said: new Map(), most: 0, number: String }

test('every country has one square in one part of the world, and none lies over another', () => {
	const all = WORLD.flatMap(({ tiles }) => tiles.map(({ key }) => key))
	expect([...all].sort()).toEqual([...COUNTRIES].sort())
	for (const layout of WORLD) {
		const { shapes } = drawCountries(layout, nothing)
		const places = shapes.flatMap((shape) => (shape.type === 'rect' ? [`${String(shape.x)} ${String(shape.y)}`] : []))
		expect(new Set(places).size).toBe(places.length)
	}
	// Members of the United Nations have a place of their own; what is left over are territories.
	const elsewhere = WORLD.find(({ name }) => name === 'elsewhere')?.tiles.map(({ key }) => key) ?? []
	for (const country of ['ZWE', 'USA', 'PHL', 'CHE', 'JAM', 'FJI', 'DEU', 'BRA'])
		expect(elsewhere).not.toContain(country)
})

test('a country with entries is filled the darker the more there are, says how many, and leads to them', () => {
	const said = new Map([
		['LSO', { records: 7, name: 'Lesotho', href: '/list' }],
		['ZWE', { records: 1, name: 'Zimbabwe', href: null }]
	])
	const [africa] = WORLD
	const { shapes } = drawCountries(africa ?? { name: '', tiles: [] }, { said, most: 7, number: String })
	expect(shapes).toContainEqual(expect.objectContaining({ type: 'text', text: '7', full: 'Lesotho', href: '/list' }))
	expect(shapes.flatMap((shape) => (shape.type === 'rect' && !shape.isOutlined ? [shape.tone] : [])).sort()).toEqual([
		'heat-1',
		'heat-4'
	])
})

test('a legend has a step for each darkness that some number has, and none twice', () => {
	expect(heatSteps(1)).toEqual([{ tone: 'heat-4', from: 1, to: 1 }])
	expect(heatSteps(8).map(({ from, to }) => [from, to])).toEqual([
		[1, 2],
		[3, 4],
		[5, 6],
		[7, 8]
	])
	expect(heatSteps(0)).toEqual([])
})

test('provinces are known however they are written, and drawn where a register names them', () => {
	expect(foldArea('HARARE Province')).toBe('harare')
	expect(foldArea('Qacha’s  nek')).toBe(foldArea("Qacha's Nek"))
	expect(provincesOf(['harare', 'Matabeleland South Province'])?.name).toBe('ZWE')
	expect(provincesOf(['Leribe District', 'Maseru'])?.name).toBe('LSO')
	expect(provincesOf(['Gauteng'])).toBeNull()
	const layout = provincesOf(['Harare'])
	const { shapes } = drawProvinces(layout ?? { name: '', tiles: [] }, nothing)
	expect(shapes.filter(({ type }) => type === 'rect')).toHaveLength(10)
})

test('north is up and east is right', () => {
	const point = (latitude: string, longitude: string, label: string) => ({
		latitude,
		longitude,
		label,
		href: `/${label}`
	})
	const { shapes } = drawPoints(
		[point('-17.8', '31.0', 'Harare'), point('-29.3', '27.5', 'Maseru'), point('-22.2', '30.0', 'Beitbridge')],
		String
	)
	const at = new Map(
		shapes.flatMap((shape) => (shape.type === 'text' && shape.full ? [[shape.full, shape] as const] : []))
	)
	const [harare, maseru] = [at.get('Harare'), at.get('Maseru')]
	expect(harare && maseru && harare.y < maseru.y && harare.x > maseru.x).toBe(true)
	expect(drawPoints([], String).shapes).toEqual([])
})
