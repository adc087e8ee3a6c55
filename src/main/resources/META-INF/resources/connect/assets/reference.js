// The key that a reader enters stays in memory: nothing is kept in the browser's storage.
'use strict';

window.addEventListener('DOMContentLoaded', () => {
  SwaggerUIBundle({
    url: '/docs/openapi.json',
    dom_id: '#swagger-ui',
    layout: 'BaseLayout',
    presets: [SwaggerUIBundle.presets.apis],
    deepLinking: true,
    persistAuthorization: false,
    defaultModelsExpandDepth: 0,
    docExpansion: 'list',
    displayRequestDuration: true,
  });
});
