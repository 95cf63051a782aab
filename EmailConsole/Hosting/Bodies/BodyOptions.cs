using Microsoft.Extensions.Options;

namespace EmailConsole.Hosting.Bodies;

/// <summary>The section <c>Requests</c>: how long the body of a request may take to arrive. It holds for every endpoint.</summary>
public sealed class BodyOptions
{
    public const string Section = "Requests";

    /// <summary>How long a body is waited for in all; default 2 min, 5 s to 1 h. Only the time in which nothing is there to be read counts.</summary>
    public TimeSpan BodyTime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Bytes a second that a body must bring, in every ten seconds that it is waited for; default 4,096, 100 to 1,048,576. An average
    /// over the whole body would let one that began fast stand still for hours.
    /// </summary>
    public int BodyRate { get; set; } = 4096;
}

internal sealed class BodyOptionsValidation : IValidateOptions<BodyOptions>
{
    private const int LeastRate = 100;
    private const int MostRate = 1024 * 1024;

    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MostTime = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, BodyOptions options)
    {
        List<string> errors = [];
        if (options.BodyTime < LeastTime || options.BodyTime > MostTime)
        {
            errors.Add($"Requests:BodyTime must be from '{LeastTime:c}' to '{MostTime:c}'; it is '{options.BodyTime:c}'.");
        }

        if (options.BodyRate is < LeastRate or > MostRate)
        {
            errors.Add($"Requests:BodyRate must be from {LeastRate} to {MostRate} bytes a second; it is {options.BodyRate}.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
