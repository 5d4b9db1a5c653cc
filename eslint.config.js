import { defineConfig, globalIgnores } from 'eslint/config'
import svelte from 'eslint-plugin-svelte'
import typescript from 'typescript-eslint'
import noLiteralText from './scripts/eslint-rules/no-literal-text.js'

const strict = {
	'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
	eqeqeq: 'error',
	'@typescript-eslint/no-explicit-any': 'error',
	'@typescript-eslint/no-non-null-assertion': 'error',
	'@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
	'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
	'@typescript-eslint/consistent-type-definitions': ['error', 'type'],
	'no-control-regex': 'error',
	'@typescript-eslint/ban-ts-comment': [
		'error',
		{ 'ts-ignore': true, 'ts-expect-error': true, 'ts-nocheck': true, 'ts-check': false }
	],
	'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }]
}

const strictByType = {
	'@typescript-eslint/no-floating-promises': 'error',
	'@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
	'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
	'@typescript-eslint/no-confusing-void-expression': 'off',
	'@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
	// An operation's `run` is asynchronous by contract, whether or not it has something to wait for.
	'@typescript-eslint/require-await': 'off',
	// `void (await …)` says that a value is left unused on purpose.
	'@typescript-eslint/no-meaningless-void-operator': 'off',
	// Functions here are values without a `this`; a method taken off its object loses nothing.
	'@typescript-eslint/unbound-method': 'off',
	'@typescript-eslint/no-unnecessary-type-parameters': 'off',
	// The framework's redirect and error are thrown without being errors.
	'@typescript-eslint/only-throw-error': 'off'
}

// What varies is passed in: below the platform nothing asks the clock, chance or the environment by itself.
const passedIn = [
	['MemberExpression[object.name="Date"][property.name="now"]', 'Take `now` from what the operation is given.'],
	['NewExpression[callee.name="Date"][arguments.length=0]', 'Take `now` from what the operation is given.'],
	['MemberExpression[object.name="Math"][property.name="random"]', 'Chance is passed in.'],
	['MemberExpression[object.name="process"][property.name="env"]', 'Settings are read once, by the platform.']
].map(([selector, message]) => ({ selector, message }))

export default defineConfig(
	globalIgnores(['build/', '.svelte-kit/', 'coverage/', 'test-results/', 'data/', 'reference/', 'static/']),
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },
	{
		files: ['**/*.ts'],
		extends: [typescript.configs.strictTypeChecked],
		languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
		rules: { ...strict, ...strictByType }
	},
	{
		files: ['**/*.svelte'],
		extends: [typescript.configs.strict, svelte.configs.recommended],
		languageOptions: { parserOptions: { parser: typescript.parser } },
		plugins: { pitso: { rules: { 'no-literal-text': noLiteralText } } },
		rules: {
			...strict,
			'pitso/no-literal-text': 'error',
			'svelte/valid-compile': 'error',
			'svelte/no-at-html-tags': 'error',
			'svelte/no-target-blank': 'error',
			// Addresses are built by the operations' own functions; the product is served at the root.
			'svelte/no-navigation-without-resolve': 'off',
			// The compiler reads and writes these by itself.
			'prefer-const': 'off'
		}
	},
	{
		files: ['src/modules/**/*.ts'],
		ignores: ['**/*.test.ts'],
		rules: { 'no-restricted-syntax': ['error', ...passedIn] }
	},
	{
		// dependency-cruiser does not see what a component imports for its type only.
		files: ['src/ui/**/*.svelte'],
		rules: { 'no-restricted-imports': ['error', { patterns: ['#modules/*', '#areas', '#tests/*'] }] }
	},
	{
		files: ['**/*.test.ts', 'tests/**/*.ts'],
		rules: {
			// `expect.any(…)` and its kind are untyped.
			'@typescript-eslint/no-unsafe-assignment': 'off',
			// A test may show that something does not compile, when it says what.
			'@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }]
		}
	},
	{
		files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
		languageOptions: { ecmaVersion: 'latest' },
		rules: { 'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }], eqeqeq: 'error' }
	}
)
