using System.Text;
using Microsoft.Win32.SafeHandles;

namespace EmailConsole.EmailProviders.MovingIn;

/// <summary>From the environment, else from the keyboard, without showing it.</summary>
/// <param name="readsPipe">Whether each line of an input that is no terminal is an answer; else there is none.</param>
public sealed class ConsoleSecretPrompt(bool readsPipe = false) : ISecretPrompt
{
    private readonly Dictionary<string, string> _answers = new(StringComparer.Ordinal);

    public string? Ask(string variable, string question)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } set)
        {
            return set;
        }

        if (Console.IsInputRedirected)
        {
            return readsPipe ? Console.In.ReadLine() : null;
        }

        if (!_answers.TryGetValue(question, out var answer))
        {
            _answers[question] = answer = ReadHidden(question);
        }

        return answer;
    }

    private static string ReadHidden(string question)
    {
        // Before the question: whoever pastes the answer may be faster than what comes next
        using var echo = TerminalEcho.Off();
        Console.Error.Write($"{question}: ");
        var answer = echo is null ? ReadKeys() : ReadLine();
        Console.Error.WriteLine();
        return answer;
    }

    // Console.ReadLine would show it
    private static string ReadLine()
    {
        using var input = new SafeFileHandle(0, ownsHandle: false);
        using var lines = new StreamReader(new FileStream(input, FileAccess.Read, bufferSize: 0), bufferSize: 128);
        return lines.ReadLine() ?? "";
    }

    private static string ReadKeys()
    {
        var text = new StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                text.Length = Math.Max(0, text.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                text.Append(key.KeyChar);
            }
        }

        return text.ToString();
    }
}
