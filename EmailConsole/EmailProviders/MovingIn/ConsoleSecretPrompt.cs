using System.Text;

namespace EmailConsole.EmailProviders.MovingIn;

/// <summary>From the environment, else from the keyboard, without showing it.</summary>
public sealed class ConsoleSecretPrompt : ISecretPrompt
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
            return null;
        }

        if (!_answers.TryGetValue(question, out var answer))
        {
            Console.Error.Write($"{question}: ");
            _answers[question] = answer = ReadHidden();
        }

        return answer;
    }

    private static string ReadHidden()
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

        Console.Error.WriteLine();
        return text.ToString();
    }
}
