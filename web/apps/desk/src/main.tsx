import '@ombud/ui/styles.css';
import { createRoot } from 'react-dom/client';

createRoot(document.getElementById('root')!).render(<p>Ombud</p>);
