import { defineConfig } from '@playwright/test';
import base from './playwright.config';

/** The suite that brings real recordings in through the interface of the production build. */
export default defineConfig({ ...base, testDir: 'tests/real-browser', timeout: 420_000 });
