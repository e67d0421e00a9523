// A summary of errors takes the focus when its page opens, so that it is read first.
export default function focus(element) {
  element.focus();
}
