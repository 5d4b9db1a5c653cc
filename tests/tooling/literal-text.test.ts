import { Linter } from 'eslint'
import svelte from 'eslint-plugin-svelte'
import { expect, test } from 'vitest'
import rule from '../../scripts/eslint-rules/no-literal-text.js'

const faultsIn = (component: string) =>
	new Linter()
		.verify(
			component,
			[
				...svelte.configs.base,
				{ files: ['**/*.svelte'], plugins: { pitso: { rules: { text: rule } } }, rules: { 'pitso/text': 'error' } }
			],
			'Component.svelte'
		)
		.map(({ message }) => message.match(/"(.*)"/)?.[1] ?? message)

test.each([
	['text', '<p>Good day</p>', ['Good day']],
	['text in another script', '<p>Дом</p>', ['Дом']],
	['text beside an expression', '<p>Due {day}</p>', ['Due']],
	['a string shown by an expression', "<p>{'Good day'}</p>", ['Good day']],
	['either string of a choice', "<p>{late ? 'Late' : t('list.on-time')}</p>", ['Late']],
	['a string to fall back to', "<p>{name ?? 'Nobody'}</p>", ['Nobody']],
	['a string with a value in it', '<p>{`Due ${day}`}</p>', ['Due']],
	['text inside a block', '{#if late}Late{:else}Soon{/if}', ['Late', 'Soon']],
	['a title', '<a href="/" title="Home">{name}</a>', ['Home']],
	['a spoken label', '<nav aria-label="Main"></nav>', ['Main']],
	['a spoken label by an expression', "<nav aria-label={'Main'}></nav>", ['Main']],
	['a placeholder', '<input placeholder="Search" />', ['Search']],
	['a picture in words', '<img alt="A map" src={map} />', ['A map']],
	["a component's label", '<Field label="Name" />', ['Name']]
])('%s is reported', (_, component, faults) => {
	expect(faultsIn(component)).toEqual(faults)
})

test.each([
	['a word of the catalogue', "<p>{t('list.empty')}</p>"],
	['a spoken label of the catalogue', "<nav aria-label={t('menu.main')}></nav>"],
	['a short form of an attribute', '<Field {label} />'],
	['figures and signs', '<p>1 – 2 · 50 %</p>'],
	['a named character', '<p>&nbsp;&middot;</p>'],
	['an empty alternative', '<img alt="" src={map} />'],
	['machine words', '<code>structure.list</code>'],
	['script and style', '<script>const name = "Good day"</script><style>p { color: red }</style>'],
	['attributes that nobody reads', '<p class="wide" id={`row-${id}`} data-kind="member"></p>'],
	['a comment', '<!-- Good day -->']
])('%s is left alone', (_, component) => {
	expect(faultsIn(component)).toEqual([])
})
