const attributes = new Set([
	'title',
	'aria-label',
	'aria-description',
	'aria-roledescription',
	'placeholder',
	'alt',
	'label'
])
const letter = /\p{L}/u
const silent = new Set(['script', 'style', 'code'])

/**
 * What a person reads or hears comes from the catalogue of words, in the person's language; a component holds none
 * of it. Reports text and spoken attributes that hold a letter, also where an expression gives a string. `<code>` is
 * left alone: it shows machine words, which nobody translates.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export default {
	meta: {
		type: 'problem',
		docs: { description: 'Sentences come from the catalogue of words, never from a component.' },
		schema: [],
		messages: {
			text: 'The words "{{ words }}" belong in the catalogue of words: add a key and show it with t(…).',
			attribute: 'The words "{{ words }}" of {{ name }} belong in the catalogue of words: add a key and give t(…).'
		}
	},
	create(context) {
		const report = (node, messageId, words, name) => {
			if (letter.test(words)) context.report({ node, messageId, data: { words: words.trim().slice(0, 40), name } })
		}
		return {
			SvelteText(node) {
				if (isShown(node)) report(node, 'text', withoutEntities(node.value))
			},
			SvelteMustacheTag(node) {
				const isContent = node.parent.type !== 'SvelteAttribute' && node.parent.type !== 'SvelteStyleDirective'
				if (!isContent || !isShown(node)) return
				for (const literal of stringsOf(node.expression)) report(literal.node, 'text', literal.words)
			},
			SvelteAttribute(node) {
				const name = node.key.name
				if (!attributes.has(name)) return
				for (const part of node.value) {
					if (part.type === 'SvelteLiteral') report(part, 'attribute', withoutEntities(part.value), name)
					if (part.type !== 'SvelteMustacheTag') continue
					for (const literal of stringsOf(part.expression)) report(literal.node, 'attribute', literal.words, name)
				}
			}
		}
	}
}

const withoutEntities = (text) => text.replace(/&#?\w+;/g, ' ')

function isShown(node) {
	for (let at = node.parent; at; at = at.parent) {
		if (at.type.startsWith('Svelte') && silent.has(at.name?.name)) return false
		if (at.type === 'SvelteScriptElement' || at.type === 'SvelteStyleElement') return false
	}
	return true
}

// The strings that an expression itself can come to, not those it passes on: `t('key')` holds a key, no words.
function stringsOf(expression) {
	switch (expression?.type) {
		case 'Literal':
			return typeof expression.value === 'string' ? [{ node: expression, words: expression.value }] : []
		case 'TemplateLiteral':
			return [
				...expression.quasis.map((quasi) => ({ node: quasi, words: quasi.value.cooked ?? '' })),
				...expression.expressions.flatMap(stringsOf)
			]
		case 'ConditionalExpression':
			return [...stringsOf(expression.consequent), ...stringsOf(expression.alternate)]
		case 'LogicalExpression':
			return [...stringsOf(expression.left), ...stringsOf(expression.right)]
		case 'BinaryExpression':
			return expression.operator === '+' ? [...stringsOf(expression.left), ...stringsOf(expression.right)] : []
		default:
			return []
	}
}
