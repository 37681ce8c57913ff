// The rules that a reader cannot see by eye: types, hooks, accessibility, and text that no translator would find.
import jsxA11y from 'eslint-plugin-jsx-a11y';
import react from 'eslint-plugin-react';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Attributes that a person reads or hears: a literal in one of them is text that stays English for ever. */
const SPOKEN_ATTRIBUTE =
  '/^(aria-label|aria-description|alt|title|label|placeholder|description|errorMessage|heading)$/';

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/coverage/**', '**/.site/**', '**/*.d.ts'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-console': 'error',
      'max-lines': ['error', { max: 400, skipComments: true }],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { react, 'react-hooks': hooks },
    settings: { react: { version: '19' } },
    extends: [jsxA11y.flatConfigs.recommended],
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'react/jsx-key': 'error',
      'react/no-danger': 'error',
      'jsx-a11y/no-autofocus': 'off',
    },
  },
  { files: ['apps/*/dev/**'], rules: { 'max-lines': 'off' } },
  {
    files: ['packages/ui/src/**/*.tsx', 'apps/*/src/**/*.tsx'],
    ignores: ['**/*.test.tsx'],
    plugins: { react },
    rules: {
      'react/jsx-no-literals': [
        'error',
        {
          noStrings: false,
          ignoreProps: true,
          allowedStrings: [
            '·',
            '–',
            '→',
            '/',
            '#',
            '@',
            '+',
            '%',
            ':',
            ',',
            '×',
            '…',
            '(',
            ')',
            '↑',
            '↓',
            '↵',
            'Esc',
            'Ombud',
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: `JSXAttribute[name.name=${SPOKEN_ATTRIBUTE}] > Literal[value=/[A-Za-z]{2}/]`,
          message: 'Say it in every language: take the text from the catalogs.',
        },
      ],
    },
  },
);
