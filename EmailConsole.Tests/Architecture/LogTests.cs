using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace EmailConsole.Tests.Architecture;

/// <summary>What the log says is read by people, in whatever country the server stands.</summary>
public sealed class LogTests
{
    private static readonly (MethodInfo Method, string Message)[] Messages =
    [
        .. typeof(Program).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Select(method => (method, method.GetCustomAttribute<LoggerMessageAttribute>()?.Message))
            .Where(found => found.Message is not null)
            .Select(found => (found.method, found.Message!)),
    ];

    [Fact]
    public void Times_InMessages_AreGivenAForm()
    {
        Type[] times = [typeof(DateTimeOffset), typeof(DateTime), typeof(DateOnly)];

        var loose = Messages.SelectMany(log => log.Method.GetParameters()
            .Where(p => times.Contains(Nullable.GetUnderlyingType(p.ParameterType) ?? p.ParameterType))
            .Where(p => !Regex.IsMatch(log.Message, $@"\{{{p.Name}:[uO]\}}", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)))
            .Select(_ => log.Message));

        Assert.NotEmpty(Messages);
        Assert.Empty(loose);
    }

    /// <summary>An id says nothing to whoever looks for who did something; the name is known wherever a person acts.</summary>
    [Fact]
    public void People_InMessages_AreNamed() =>
        Assert.Empty(Messages
            .Where(log => log.Method.GetParameters().Any(p => p.Name is "accountId" or "actorId" or "personId"))
            .Select(log => log.Message));
}
