// Gradio's inputs say nothing where the browser gives no camera: a sentence appears in them.
const words = JSON.parse(element.querySelector('[data-words]').dataset.words);
const ACCESS = '[title="grant webcam access"]';
let asking = null;  // the input whose camera is being opened

document.addEventListener('click', (event) => {
  const input = event.target.closest?.(ACCESS);
  if (!input) return;
  input.querySelector('.fm-note')?.remove();
  if (!navigator.mediaDevices) return tell(input, 'insecure');
  asking = input;
  setTimeout(() => { asking = null; });  // Gradio asks before this click is over
}, true);

const devices = navigator.mediaDevices, getUserMedia = devices?.getUserMedia.bind(devices);
if (devices) devices.getUserMedia = async (wanted) => {
  const input = asking;
  try {
    return await getUserMedia(wanted);
  } catch (error) {
    if (!input) throw error;
    // A camera without a microphone is recorded without sound.
    if (error.name === 'NotFoundError' && wanted.audio) {
      const silent = await getUserMedia({...wanted, audio: false}).catch(() => null);
      if (silent) return silent;
    }
    tell(input, cameraProblem(error) ?? 'failed', error.message);
    return new Promise(() => {});  // Gradio would do no more than log it
  }
};

function tell(input, key, reason = '') {
  const language = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
  const sentence = words[language][key].replace('{reason}', reason);
  input.append(Object.assign(document.createElement('p'),
    {textContent: sentence, className: 'fm-note fm-bad', role: 'alert'}));
}
