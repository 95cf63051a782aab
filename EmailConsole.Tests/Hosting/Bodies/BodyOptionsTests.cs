using EmailConsole.Hosting.Bodies;

namespace EmailConsole.Tests.Hosting.Bodies;

public sealed class BodyOptionsTests
{
    [Fact]
    public void Validate_Defaults_AreFine() => Assert.True(new BodyOptionsValidation().Validate(null, new BodyOptions()).Succeeded);

    [Theory]
    [InlineData(4, 99)]
    [InlineData(3601, 1024 * 1024 + 1)]
    public void Validate_OutOfBounds_NamesEveryKey(int seconds, int rate)
    {
        var failures = new BodyOptionsValidation()
            .Validate(null, new BodyOptions { BodyTime = TimeSpan.FromSeconds(seconds), BodyRate = rate }).Failures!.ToList();

        Assert.Equal(["Requests:BodyTime must", "Requests:BodyRate must"], failures.Select(f => f[..22]));
    }
}
